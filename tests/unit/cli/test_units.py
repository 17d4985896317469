"""`noticeboard units` proposes entries that the register of units accepts."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from support.factories import write

from noticeboard.cli.main import main
from noticeboard.reading.units import parse_units


@pytest.fixture
def notices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOTICES_DIR", raising=False)
    write(tmp_path / "notices", "2024/a", unit="示例区示范局党组")
    write(tmp_path / "notices", "2024/b", unit="示范局党组")
    write(tmp_path / "notices", "2024/c", unit="示例园林所党支部")
    return tmp_path / "notices"


def run() -> Result:
    return CliRunner().invoke(main, ["units"])


def test_probable_spellings_of_one_unit_become_one_entry(notices: Path) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    text = result.stdout
    entries = {entry["name"]: entry for entry in yaml.safe_load(text)["units"]}
    assert set(entries) == {"示例区示范局党组", "示例园林所党支部"}
    assert entries["示例区示范局党组"]["other_names"] == ["示范局党组"]
    assert parse_units(text, "notices/units.yml").problems == ()


def test_what_the_register_holds_is_not_proposed_again(notices: Path) -> None:
    (notices / "units.yml").write_text(run().stdout, "utf-8")
    assert "单位都已经登记" in run().output
    write(notices, "2024/d", unit="示例档案馆党支部")
    result = run()
    assert "示例档案馆党支部" in result.stdout
    assert "示例园林所党支部" not in result.stdout


def test_a_register_with_errors_is_reported(notices: Path) -> None:
    (notices / "units.yml").write_text("units: 一\n", "utf-8")
    result = run()
    assert result.exit_code == 1
    assert "units.yml" in result.output
