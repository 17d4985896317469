"""Rules about personal data: private numbers, names, addresses and papers."""

from noticeboard.rules.privacy.check import (
    PRIVACY_RULES,
    check_privacy,
    find_personal_data,
    privacy_ok_unused,
)

__all__ = ["PRIVACY_RULES", "check_privacy", "find_personal_data", "privacy_ok_unused"]
