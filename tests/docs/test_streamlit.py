"""docs/streamlit.md says why each setting of Streamlit's server is as it is."""

import re
import tomllib

from settings import ROOT

TEXT = (ROOT / "docs" / "streamlit.md").read_text(encoding="utf-8")


def test_every_setting_but_the_theme_is_explained() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    kept = {f"{section}.{name}" for section, values in config.items() if section != "theme" for name in values}
    assert set(re.findall(r"^\| `([\w.]+)", TEXT.partition("## Settings")[2], re.M)) == kept
