"""Questions of people in SQL: what they may ask about, whether they may, and what the answer is."""

from store.sql.answers import Answer, ask
from store.sql.examples import EXAMPLES, FIRST
from store.sql.question import Question, question
from store.sql.views import VIEWS, View, tables_of

__all__ = ["EXAMPLES", "FIRST", "VIEWS", "Answer", "Question", "View", "ask", "question", "tables_of"]
