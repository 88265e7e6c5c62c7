"""Who may ask for what: the one cookie that Streamlit signs, read for every page and route alike."""

from web.sign_in.admission import Admission
from web.sign_in.visits import Visits

__all__ = ["Admission", "Visits"]
