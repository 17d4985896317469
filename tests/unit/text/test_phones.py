import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.text.phones import parse_phone


@pytest.mark.parametrize(
    ("text", "tel"),
    [
        ("027-88937157", "tel:+862788937157"),
        ("02788937157", "tel:+862788937157"),
        ("027 8893 7157", "tel:+862788937157"),
        ("(0760)23226773", "tel:+8676023226773"),
        ("（0760）23226773", "tel:+8676023226773"),
        ("０７６０－２３２２６７７３", "tel:+8676023226773"),
        ("0999—8123456", "tel:+869998123456"),
        ("0999-8123456转801", "tel:+869998123456;ext=801"),
        ("0999-8123456-801", "tel:+869998123456;ext=801"),
        ("0999-8123456转8012、8013", "tel:+869998123456"),
        ("0999-8123456转801-805", "tel:+869998123456"),
        ("0999-8123456转801至805", "tel:+869998123456"),
        ("0999-8123456分机801", "tel:+869998123456;ext=801"),
        ("010-12345678", "tel:+861012345678"),
        ("13800000000", "tel:+8613800000000"),
        ("138-0000-0000", "tel:+8613800000000"),
        ("400-800-1234", "tel:4008001234"),
        ("12388", "tel:12388"),
        ("027-12388", "tel:02712388"),
        ("96110", "tel:96110"),
    ],
)
def test_a_number_becomes_a_tel_uri(text: str, tel: str) -> None:
    number = parse_phone(text)
    assert number is not None
    assert number.tel == tel


@pytest.mark.parametrize(
    "text",
    [
        "",
        "88937157",
        "0171-8893715",
        "123",
        "027-8893715a",
        "1380000000",
        "138000000000",
        "027-88937157、88937158",
        "电话",
        "400-12-34",
        "0000-1234567",
        "027--88937157",
    ],
)
def test_an_invalid_number_is_refused(text: str) -> None:
    assert parse_phone(text) is None


def test_mobile_numbers_are_recognised() -> None:
    assert parse_phone("13800000000").is_mobile  # type: ignore[union-attr]
    assert not parse_phone("027-88937157").is_mobile  # type: ignore[union-attr]


@given(st.text())
def test_any_text_parses_or_is_refused(text: str) -> None:
    number = parse_phone(text)
    assert number is None or number.local.isdigit()
