from noticeboard.build.settings import Settings
from noticeboard.build.site import SiteBuild
from noticeboard.build.site_files import write_site
from noticeboard.build.swap import ENGINE_FOLDER
from noticeboard.exports.checksums import compare
from noticeboard.incremental.output_tree import addresses_below
from noticeboard.model.dates import PartialDate


def test_everything_beside_the_pages_is_written(build_settings: Settings) -> None:
    build, target = SiteBuild(build_settings), build_settings.target
    build.read()
    (target / ENGINE_FOLDER / "about").mkdir(parents=True)
    (target / ENGINE_FOLDER / "about/index.html").write_text("about")
    (target / ENGINE_FOLDER / "sitemap.xml").write_text("the engine's own")
    address = (build_settings.site_url, PartialDate.parse("2025-01-02"))
    write_site(build, [], [address], dict)
    addresses = set(addresses_below(target))
    assert addresses >= {
        "SHA256SUMS",
        "about/index.html",
        "api/v1/notices.json",
        "api/v1/notices/2024/sound.json",
        "feed.xml",
        "notices/2024/sound/notice.md",
        "robots.txt",
        "sitemap.xml",
    }
    assert not any("draft" in name for name in addresses)
    assert not (target / ENGINE_FOLDER).exists()
    assert build_settings.site_url in (target / "sitemap.xml").read_text("utf-8")
    assert not compare(target, target / "SHA256SUMS")
