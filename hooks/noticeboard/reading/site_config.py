"""The site's configuration, `extra.site` of mkdocs.yml; empty entries count as absent."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, Field, ValidationError, model_validator

from noticeboard.model.contact import Phone
from noticeboard.model.field_types import Record, Text, check_email, check_url, field_error
from noticeboard.model.problems import NoticeboardError
from noticeboard.model.rounds import Deadline, Months
from noticeboard.text.addresses import ascii_address


class SiteContact(Record):
    """The contact for questions about the site itself."""

    phone: Phone | None = Field(None, title="电话")
    email: Annotated[Text, AfterValidator(check_email)] | None = Field(None, title="电子邮箱")
    address: Text | None = Field(None, title="地址")


def check_image(value: str) -> str:
    """Accept an image in docs/assets/, so that browsers send no request to another host."""
    path = PurePosixPath(value)
    inside = path.parts[:1] == ("assets",) and ".." not in path.parts
    if not inside or path.suffix not in (".png", ".svg", ".gif", ".jpg", ".webp"):
        raise field_error(
            "image",
            f"图片“{value}”写法不对",
            "把图片放进 docs/assets/，写 assets/文件名，后缀是 png、svg、gif、jpg 或 webp",
        )
    return value


def check_search_address(value: str) -> str:
    """Accept an absolute path on the site's host, or an address that names only a host and a path."""
    address = ascii_address(value)
    if not re.fullmatch(
        r"(https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?)?/([A-Za-z0-9._~%-]+/?)*", address
    ):
        raise field_error(
            "search-api",
            f"地址“{value}”写法不对",
            "写 /search-api/search/ 这样的路径，或 https://search.example.com/search/ 这样的网址",
        )
    return address


class Badge(Record):
    """An official badge, with the address at which it can be verified."""

    url: Annotated[Text, AfterValidator(check_url)] = Field(title="网址")
    image: Annotated[Text, AfterValidator(check_image)] | None = Field(
        None, title="图片", description="docs/ 里的图片，如 assets/dang-zheng.png；不写就是文字"
    )


class EditorConfig(Record):
    """Where the write page sends a notice, and how one signs in there."""

    host: Literal["forgejo", "gitlab", "github", "none"] = Field("none", title="代码托管的种类")
    url: Annotated[Text, AfterValidator(check_url)] | None = Field(
        None, title="代码托管的网址", examples=["https://git.example.com"]
    )
    repo: Annotated[str, Field(pattern=r"^[\w.-]+(/[\w.-]+)+$")] | None = Field(
        None, title="仓库", examples=["shili/notices"]
    )
    client_id: Annotated[str, Field(pattern=r"^[\w.-]+$")] | None = Field(
        None, title="OAuth 应用的编号", description="不写就用令牌登录"
    )

    @model_validator(mode="after")
    def _host_is_complete(self) -> EditorConfig:
        if self.host != "none" and not (self.url and self.repo):
            raise field_error("editor", "写了 host，没有写 url 或 repo", "三项都写")
        return self

    @property
    def api_origin(self) -> str:
        """The origin that the page connects to; empty without a host."""
        if self.host == "none" or not self.url:
            return ""
        parts = urlsplit(self.url)
        is_github = self.host == "github" and parts.netloc == "github.com"
        return f"{parts.scheme}://{'api.github.com' if is_github else parts.netloc}"


class SearchConfig(Record):
    """Where the search page asks before it reads the static index."""

    api: Annotated[Text, AfterValidator(check_search_address)] | None = Field(
        None,
        title="回答搜索的地址",
        description="noticeboard search-api 的地址；不写，或它没有回答，就用网站自己的索引",
        examples=["/search-api/search/", "https://search.example.com/search/"],
    )

    @property
    def origin(self) -> str:
        """The origin that the page connects to; empty for an address on the site's own host."""
        parts = urlsplit(self.api or "")
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


class SiteConfig(Record):
    """The site's imprint and settings (政府网站发展指引, 国办发〔2017〕47号; ICP filing rules)."""

    name: Text = Field(title="网站名称", description="取自 site_name")
    domain: str = Field("", title="域名", description="取自 site_url")
    host: Text | None = Field(None, title="主办单位")
    organiser: Text | None = Field(None, title="承办单位")
    contact: SiteContact | None = Field(None, title="网站联系方式")
    site_id_code: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{6,20}$")] | None = Field(
        None, title="网站标识码", description="由主管部门分配，没有就留空"
    )
    icp: Text | None = Field(None, title="ICP 备案号", examples=["示ICP备00000000号"])
    public_security: Text | None = Field(
        None, title="公安备案号", examples=["示公网安备 00000000000000号"]
    )
    organ_mark: Badge | None = Field(None, title="党政机关标识")
    report_errors: Badge | None = Field(None, title="我为政府网站找错")
    sample: Text | None = Field(
        None, title="样例说明", description="写了就在每一页的上方标明，如 全部内容都是编造的样例"
    )
    region: Text | None = Field(
        None, title="所在地区", description="页面上省去这一段，如 湖北省/武汉市"
    )
    signing_key: (
        Annotated[str, Field(pattern=r"^(ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]+=*( .*)?$")]
        | None
    ) = Field(None, title="签名公钥", description="OpenSSH 的公钥，一行")

    due_months: Months | None = Field(
        None, title="公布期限（月）", description="反馈以后几个月内公布；留空时不说谁逾期"
    )
    due_source: Text | None = Field(
        None, title="期限的依据", description="期限出自哪个文件的哪一条，写了期限就要写"
    )
    contact_months: Annotated[int, Field(ge=1)] | None = Field(
        None, title="联系方式多久要再核实（月）", description="留空时不提醒"
    )

    editor: EditorConfig | None = Field(None, title="网上填写", description="通报送到哪里")
    search: SearchConfig | None = Field(None, title="搜索", description="由数据库回答的搜索")

    @model_validator(mode="after")
    def _due_has_a_source(self) -> SiteConfig:
        if self.due_months and not self.due_source:
            raise field_error(
                "due-source", "写了 due_months，没有写 due_source", "写明期限出自哪个文件的哪一条"
            )
        return self

    @property
    def deadline(self) -> Deadline | None:
        """The time limit for publication; None when the site has none."""
        months, source = self.due_months, self.due_source
        return Deadline(months, source) if months and source else None

    def short_region(self, regions: tuple[str, ...]) -> tuple[str, ...]:
        """Return a notice's region without the part that the whole site shares; never empty."""
        base = tuple(self.region.split("/")) if self.region else ()
        inside = regions[: len(base)] == base and len(regions) > len(base)
        return regions[len(base) :] if inside else regions


def read_site_config(
    name: str, domain: str, values: Mapping[str, Any], docs: Path | None = None
) -> SiteConfig:
    """Validate the site's configuration.

    `values` is `extra.site` as loaded from YAML; `docs` is the folder that must contain the
    images. Raise NoticeboardError with every invalid entry, in Chinese.
    """
    site = validate_site(name, domain, values)
    if docs and (missing := [image for image in _images(site) if not (docs / image).is_file()]):
        raise NoticeboardError(
            f"mkdocs.yml 的 extra.site 写了图片，docs/ 里没有：{'、'.join(missing)}"
        )
    return site


def _images(site: SiteConfig) -> Iterator[str]:
    for badge in (site.organ_mark, site.report_errors):
        if badge and badge.image:
            yield badge.image


def validate_site(
    name: str, domain: str, values: Mapping[str, Any], source: str = "mkdocs.yml"
) -> SiteConfig:
    """Validate `extra.site` of the file `source`. Raise NoticeboardError with every invalid entry."""
    try:
        return SiteConfig.model_validate({"name": name, "domain": domain, **_without_empty(values)})
    except ValidationError as errors:
        lines = []
        for error in errors.errors(include_url=False):
            place = ".".join(map(str, error["loc"])) or "due_months"
            context = error.get("ctx", {})
            if error["type"] == "extra_forbidden":
                message = f"没有这一项；可以写的有：{'、'.join(SiteConfig.model_fields)}"
            else:
                message = f"{context.get('text', '写法不对')}。{context.get('help', '')}"
            lines.append(f"{source} 的 extra.site.{place}：{message}")
        raise NoticeboardError("\n".join(lines)) from None


def site_config_in(mkdocs_yml: Path, replaced: Mapping[str, Any] | None = None) -> SiteConfig:
    """Read the configuration from mkdocs.yml, for commands that run without MkDocs.

    `replaced` are entries that replace those of the file, and are all there is without it. Raise
    NoticeboardError for invalid YAML or entries.
    """
    site = node_value(child_node(child_node(_root(mkdocs_yml), "extra"), "site"))
    entries = site if isinstance(site, dict) else {}
    return read_site_config("-", "", {**entries, **(replaced or {})})


def site_url_in(mkdocs_yml: Path, replaced: str | None = None) -> str:
    """Return the site's address with a slash at its end, for commands that run without MkDocs.

    `replaced` replaces that of the file, where a variable of the environment may go first. Return
    "" without an address.
    """
    node = child_node(_root(mkdocs_yml), "site_url")
    value = node_value(node) if node else ""
    if isinstance(value, list):  # !ENV [NAME, default]
        names, default = value[:-1], value[-1]
        value = next((os.environ[name] for name in names if os.environ.get(name)), default)
    url = ascii_address(replaced or str(value or ""))
    return f"{url.rstrip('/')}/" if url else ""


def _root(mkdocs_yml: Path) -> yaml.Node | None:
    if not mkdocs_yml.is_file():
        return None
    try:
        # Composing nodes ignores MkDocs's own tags such as !ENV.
        return yaml.compose(mkdocs_yml.read_text("utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise NoticeboardError(f"{mkdocs_yml} 读不出来：{error}") from None


def child_node(node: yaml.Node | None, name: str) -> yaml.Node | None:
    """Return the value of an entry of a mapping; None without one."""
    entries = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for key, value in entries if key.value == name), None)


def node_value(node: yaml.Node | None) -> Any:
    """Return mappings, lists and texts, without MkDocs's own tags such as !ENV."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): node_value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [node_value(each) for each in node.value]
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _without_empty(value: Any) -> Any:
    """Drop empty entries and turn numbers, such as filing numbers, into text."""
    if isinstance(value, Mapping):
        kept = {key: _without_empty(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part not in (None, "", {})}
    # A list is an error, which the validation reports.
    return value if value is None or isinstance(value, list) else str(value).strip()
