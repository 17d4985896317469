import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from noticeboard.text.lookalikes import LOOKALIKES, PRIVATE_CHARACTERS, RADICALS, standardize


@given(st.text(st.sampled_from([*LOOKALIKES, *"巡察，1a\n\ue863\uf0b7\U0001f600"])))
def test_columns_stay_and_no_lookalike_remains(text: str) -> None:
    standard = standardize(text)
    assert len(standard) == len(text)
    assert LOOKALIKES.keys().isdisjoint(standard)
    assert standardize(standard) == standard


def test_decimal_digits_of_all_scripts_but_full_width_are_lookalikes() -> None:
    digits = {
        chr(point): str(unicodedata.decimal(chr(point)))
        for point in range(0x80, 0x110000)
        if unicodedata.category(chr(point)) == "Nd" and not 0xFF10 <= point <= 0xFF19
    }
    assert {old: new for old, new in LOOKALIKES.items() if new.isascii()}.items() <= digits.items()
    # A newer Unicode has digits of more scripts.
    assert len(digits) - len([new for new in LOOKALIKES.values() if new.isascii()]) < 100


def test_each_kind_has_its_character() -> None:
    assert standardize("⻓江路⾝份证⽉⽇，更㇐次，١٢𝟑") == "长江路身份证月日，更一次，123"
    assert standardize("\uf900\U0002f800") == "豈丽"
    assert standardize("\ue863\ue815\uf0b7") == "䶮厂\uf0b7"
    assert PRIVATE_CHARACTERS["\uf0b7"] == "•"
    assert RADICALS["⻓"] == "长"
    assert "⺀" not in RADICALS
