from noticeboard.build.artifacts import seal, write_few, write_many
from noticeboard.build.site import Settings, SiteBuild
from noticeboard.exports.checksums import compare
from noticeboard.incremental.output import Output
from noticeboard.model.dates import PartialDate


def test_the_files_beside_the_pages(build_settings: Settings) -> None:
    settings = build_settings
    build = SiteBuild(settings)
    build.read()
    settings.site_dir.mkdir()
    output = Output(settings.site_dir)
    write_many(build, [], output)
    write_few(build, [(settings.site_url, PartialDate.parse("2025-01-02"))], output)
    seal(build, output)
    found = {p.relative_to(output.root).as_posix() for p in output.root.rglob("*") if p.is_file()}
    assert found >= {
        "SHA256SUMS",
        "api/v1/notices.json",
        "api/v1/notices/2024/sound.json",
        "feed.xml",
        "notices/2024/sound/notice.md",
        "robots.txt",
        "sitemap.xml",
    }
    assert not any("draft" in name for name in found)
    assert not compare(output.root, output.root / "SHA256SUMS")
