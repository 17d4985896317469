from noticeboard.model.contact import Contact, Phone


def test_any_channel_will_do() -> None:
    assert not Contact().has_channel
    assert not Contact(postcode="999999").has_channel
    assert Contact(phones=(Phone(number="0999-8123456"),)).has_channel
    assert Contact(email="a@example.com").has_channel
    assert Contact(address="示例路1号").has_channel


def test_a_number_taken_apart() -> None:
    assert Phone(number="0999-8123456转801").dialled.tel == "tel:+869998123456;ext=801"
