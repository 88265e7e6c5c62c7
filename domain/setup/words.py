"""What keeps the desk from its work, said in the language of whoever reads it on a page.

Settings, the store and its engines say it in English, as a terminal and the log show it; some of it is kept for the
next who looks, in whichever language they speak. `tests/domain/setup/test_words.py` holds these sentences
to what is raised.
"""

from languages import msg
from languages.kept import Frames

_OF_SETTINGS = (
    msg("No Linkdesk server is running, so there is no local Belvo. Start it with `make run`."),
    msg("The local Belvo at {address} does not answer. Start it, or unset BELVO_BASE_URL."),
    msg(
        "Belvo refused the keys at {address} ({message}). Each environment has a key pair of its "
        "own: check that BELVO_SECRET_ID and BELVO_SECRET_PASSWORD belong to it, and start "
        "Linkdesk again."
    ),
    msg("LINKDESK_DATA_DIR is empty. Name a folder, or leave it out for .linkdesk."),
    msg("{folder} can't be used ({reason}). Set LINKDESK_DATA_DIR to a folder that you may write."),
    msg(
        "{missing} not set. Create a key pair in Belvo's dashboard (Developers, API keys), "
        "and put it into the environment or into .streamlit/secrets.toml."
    ),
    msg("{name} is {value}. Set it to local or sandbox, or to production (docs/security.md)."),
    msg("{name} is neither 1 nor 0. Set it to 1, or leave it out."),
    msg("{name} is not a whole number above 0. Write one up to {most}, or leave it out for {default}."),
    msg("what is there for good"),
    msg("{name} is not a web address. Write it as https://host or http://127.0.0.1:8900."),
    msg("{name} would carry the keys over the network in the clear. Write it as https://host."),
    msg("{name} begins with the home of a user who is not known here. Write the whole path."),
    msg("{name} is no address of this machine. Write one as 10.0.0.5, or leave it out for {default}."),
    msg("{name} is too short to sign with. Write {number} characters or more."),
    msg(
        "{name} is no mail server. Write it as smtps://host, smtp://user@host:587 (STARTTLS) or smtp+plain://host."
        " The password is LINKDESK_NOTICES_SMTP_PASSWORD."
    ),
    msg("{name} would carry the password over the network in the clear. Write it as smtp:// or smtps://."),
    msg("{name} is no e-mail address. Write it as linkdesk@example.com."),
    msg("{name} names {host}, which is no host. Write hosts with commas between them."),
    msg("{name} is no address of a store. {forms}"),
    msg("{name} names no file. {forms}"),
    msg("{name} has a host or port that can't be read. {forms}"),
    msg("{name} names no database. {forms}"),
    msg(
        "Write it as sqlite:///desk.db, in the data folder, sqlite:////srv/desk.db, or postgresql://user@host/database."
    ),
    msg("{name} stands below [{section}] in {file}. Move it above the first [section]."),
    msg('{name} in {file} is neither text nor a whole number. Write {name} = "value".'),
    msg("{file} begins with a byte order mark, which Streamlit can't read. Save it without."),
    msg('{file} is not valid TOML. Write each line as NAME = "value".'),
)
"""Those whose sentence is made of a setting's name and a reason are whole here, with the name in braces."""

_OF_THE_STORE = (
    msg(
        "The database {address} holds data of {host}, and the settings name {expected}. Check {check}, or set "
        "LINKDESK_DATA_DIR to a folder for the data of this one."
    ),
    msg(
        "The database {address} holds data of another API key at {host}. Check {check}, or set LINKDESK_DATA_DIR to a "
        "folder for the data of this one."
    ),
    msg("BELVO_ENV and BELVO_BASE_URL"),
    msg(
        "The database {address} holds data of another local Belvo than the one at {expected}. If that is another "
        "desk's, correct or unset BELVO_BASE_URL, or set LINKDESK_DATA_DIR to a folder of its own. If it is the same "
        "and has been reset since, begin anew with a click on any page of the desk."
    ),
    msg(
        "The database {address} holds data of an earlier local Belvo, which has been reset or loaded from a file "
        "since. If it was one that BELVO_BASE_URL named, set that again. Begin anew with a click on any page of the "
        "desk, or with `make reset`, or set LINKDESK_DATA_DIR."
    ),
    msg(
        "{address} was written by a newer version of this program (schema {done}, which needs one that knows {needed}; "
        "this one knows {known}). Update the program, or set LINKDESK_DATA_DIR to another folder."
    ),
    msg("{address} is at schema {done} of {known}. Run: python -m store migrate"),
    msg("{address} holds no store yet. Run: python -m store migrate"),
    msg(
        "{path} is there, but has lost all of its content. Bring back a backup (python -m store restore FILE), or move "
        "it out of {folder} to start afresh."
    ),
    msg(
        "{path} is not there, but the log that belongs to it is: a new database would take it for its own. "
        "End what still uses the old one, and move {name}-wal and {name}-shm to where {name} went."
    ),
    msg(
        "{path} is not there any more. Put it back with its log, or bring back a backup (python -m store restore "
        "FILE), and start Linkdesk again."
    ),
    msg(
        "{path} was taken away while it was open, and what would be written now would be lost. End Linkdesk, put back "
        "the file with its log, or a backup (python -m store restore FILE), and start again."
    ),
    msg(
        "This Python comes with SQLite {version}, and the store needs {oldest} or newer. Use another Python: the one "
        "that `uv python install 3.13` brings has a newer one."
    ),
    msg("{path} cannot be written ({reason}). Check LINKDESK_DATA_DIR."),
    msg("Another program has kept {path} locked. End it, then start again."),
    msg("The disk of {path} is full. Free some space: what is stored is safe, and what was not is pulled again."),
    msg("{path} can't be written. {cure}"),
    msg(
        "{path} cannot be opened as a database ({reason}). End Linkdesk and bring back a backup: python -m store "
        "restore FILE. Without one: Move it out of {folder} to start afresh."
    ),
    msg("{path} cannot be used ({reason}). Check its disk, its rights, and how many files this process may open."),
    msg("Another program has changed the same in {address} ({reason}). Try again."),
    msg("Keys of bodies have come or gone in {address} meanwhile. Try again."),
    msg("Another program has kept {address} locked. Try again."),
    msg("The server of {address} has no room left ({reason}). Free some space there."),
    msg("{address} can't be written ({reason}). Let Linkdesk's user write it."),
    msg("There is no database {address}. Have one made, and run: python -m store migrate"),
    msg("The server of {address} does not let Linkdesk in. Check LINKDESK_STORE."),
    msg("No server answers for {address}. Check that it runs, and LINKDESK_STORE."),
    msg("{address} cannot be used ({reason})."),
    msg("Nothing says where the keys of bodies in {address} are kept. Set LINKDESK_KEYS."),
    msg("The keys of bodies can't be used: {reason}"),
    msg("The keys of bodies can't be used: {reason} Check LINKDESK_KEYS."),
    msg("{address} holds no keys of this store."),
    msg("LINKDESK_KEYS is the store itself, whose backups would hold the keys. Name another database."),
)

_OF_DELETING = (
    msg("This link is on hold since {day} by {actor} ({reason}), so nothing was deleted. Release the hold first."),
    msg("This person is on hold since {day} by {actor} ({reason}), so nothing was deleted. Release the hold first."),
    msg("This person is on hold since {day} by {actor} ({reason}), so nothing was changed. Release the hold first."),
    msg("This link was erased on this desk, so nothing was done. Connect its person again."),
    msg(
        "The link is gone from every table, but {address} still holds something of it. {reason} The "
        "worker writes the file anew within the hour; more free space on the disk or fewer open programs may help."
    ),
    msg("Another program reads it as it was before."),
    msg(
        "The person is gone from every table, but {address} still holds the external id. Let fewer programs have it "
        "open, and erase the person again."
    ),
)

CHECKS = (msg("Data folder"), msg("Keys"), msg("Local Belvo"), msg("Secrets file"), msg("Server"), msg("Sign-in"))
"""What failed, as it is named besides by the name of a setting."""

SETUP = Frames((*_OF_SETTINGS, *_OF_THE_STORE, *_OF_DELETING))
"""`SETUP.say(str(error))`; what is none of these is said as it came."""
