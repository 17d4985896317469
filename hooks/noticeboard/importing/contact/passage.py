"""The passage of a text that states the contact."""

from __future__ import annotations

import re

from noticeboard.importing.contact.address import EMAIL
from noticeboard.importing.contact.telephones import find_telephones
from noticeboard.importing.normalize import normalize_text

_LAST_LINES = 14
_MAX_LINE = 4000
_KEYWORD = re.compile(
    r"电话|手机号|联系方式|联系人|邮箱|信箱|电子邮件|地址|邮编|邮政编码|热线|来信|来访|短信|@|"
    r"(?:接听|受理|接访|来访|联系|公示)时间|欢迎.{0,30}(?:监督|意见|反映)"
)
_LABELLED = re.compile(r"(?:电话|热线|邮箱|信箱|联系方式|地址|手机|邮编)(?:\([^()]*\))?[:为是(]")
_CHANNEL = re.compile(
    r"电话|手机|联系方式|邮箱|信箱|邮件|地址|邮编|邮政编码|热线|寄[:至往到]|请寄|@"
)
_INVITATION = re.compile(
    r"欢迎|如有|意见(?:和|与|、)?建议|联系方式|联系人|请.{0,12}(?:反映|反馈|联系)|公示|"
    r"^(?:[一二三四五六七八九十\d]+[、.]|\([^()]{1,3}\))?(?:联系|监督|举报|咨询|受理|投诉|值班|通讯|通信|邮寄|电子|办公|来信|来访)*"
    r"(?:电话|手机|座机|热线|邮箱|信箱|邮件|地址|邮编|邮政编码)"
)


def contact_passage(lines: list[str]) -> str:
    """Return the passage that states the contact.

    It starts at the first contact line among the last ones; without any, it is every line of the
    text with a labelled number or an e-mail address.
    """
    last = range(max(0, len(lines) - _LAST_LINES), len(lines))
    candidates = [index for index in last if _CHANNEL.search(normalize_text(lines[index]))]
    candidates = [index for index in candidates if _is_contact(lines[index])] or candidates
    # A hotline that the rectification set up is no contact of the notice.
    candidates = [
        index
        for index in candidates
        if _INVITATION.search(normalize_text(lines[index][-_MAX_LINE:]))
    ] or candidates
    if candidates:
        return "\n".join(line[-_MAX_LINE:] for line in lines[candidates[0] :])
    return "\n".join(line for line in lines if len(line) <= _MAX_LINE and _is_contact(line))


def _is_contact(line: str) -> bool:
    text = normalize_text(line[-_MAX_LINE:])
    return bool(
        _KEYWORD.search(text)
        and (_LABELLED.search(text) or find_telephones(text) or EMAIL.search(text))
    )
