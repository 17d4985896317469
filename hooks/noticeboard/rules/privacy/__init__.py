"""Rules about personal data: numbers, names, addresses and documents."""

from noticeboard.rules.privacy.check import PRIVACY_RULES, check_privacy, privacy_ok_unused

__all__ = ["PRIVACY_RULES", "check_privacy", "privacy_ok_unused"]
