from noticeboard.model.contact import Contact, Phone


def test_one_channel_is_enough() -> None:
    assert not Contact().has_channel
    assert not Contact(postcode="999999").has_channel
    assert Contact(phones=(Phone(number="0999-8123456"),)).has_channel
    assert Contact(email="a@example.com").has_channel
    assert Contact(address="示例路1号").has_channel


def test_a_phone_is_parsed_with_its_extension() -> None:
    assert Phone(number="0999-8123456转801").parsed.tel == "tel:+869998123456;ext=801"
