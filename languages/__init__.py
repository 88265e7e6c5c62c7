"""What people read, in their language: texts by the English sentence, numbers and days by locale."""

from languages.language import ENGLISH as ENGLISH
from languages.language import LANGUAGES as LANGUAGES
from languages.language import Language as Language
from languages.language import speaking as speaking
from languages.language import spoken as spoken
from languages.numbers import day as day
from languages.numbers import decimal as decimal
from languages.numbers import grouped as grouped
from languages.numbers import month as month
from languages.numbers import percent as percent
from languages.texts import msg as msg
from languages.texts import say as say
from languages.texts import say_as as say_as
from languages.texts import say_many as say_many
