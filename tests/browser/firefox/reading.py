"""A reader's Firefox: a tab with nothing kept from before, and what can be seen of it."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from tests.browser.firefox.bidi import Connection
from tests.browser.page_scripts import READ_OUTPUTS, RECORD

#: Seconds for Python to load while other things keep the machine busy.
_LOADING: Final = 60
_PAUSE: Final = 0.05

_CONTROL: Final = "\ue009"
_ENTER: Final = "\ue007"


class Document:
    """The document of a tab or of a frame."""

    def __init__(self, connection: Connection, context: str) -> None:
        self._connection = connection
        self.context = context

    def read(self, expression: str) -> Any:
        """The value of a JavaScript expression, awaited if it is a promise."""
        found = self._connection.call(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(one => JSON.stringify(one))",
            target={"context": self.context},
            awaitPromise=True,
        )
        assert found["type"] == "success", found["exceptionDetails"]["text"]
        return json.loads(found["result"].get("value", "null"))

    def wait_for(self, expression: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + _LOADING
        while not self.read(f"Boolean({expression})"):
            assert time.monotonic() < end, f"never true: {expression}\n{self.read('visited')}"
            time.sleep(_PAUSE)

    def click(self, locator: dict[str, Any]) -> None:
        """Bring an element into view and click its middle."""
        element = {"sharedId": self._find(locator)}
        self._connection.call(
            "script.callFunction",
            functionDeclaration="one => one.scrollIntoView({ block: 'center' })",
            arguments=[element],
            target={"context": self.context},
            awaitPromise=False,
        )
        to_element = {"type": "pointerMove", "x": 0, "y": 0}
        to_element["origin"] = {"type": "element", "element": element}
        steps = [
            to_element,
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": steps})

    def click_named(self, role: str, name: str) -> None:
        """Click what a screen reader would announce by this role and name."""
        self.click({"type": "accessibility", "value": {"role": role, "name": name}})

    def type(self, text: str, *, enter: bool = False) -> None:
        """Type into whatever has the focus."""
        self._act({"type": "key", "id": "keys", "actions": _strokes(text + enter * _ENTER)})

    def fill(self, label: str, text: str) -> None:
        """Replace what a field holds, key by key."""
        self.click_named("textbox", label)
        select_all = [
            {"type": "keyDown", "value": _CONTROL},
            *_strokes("a"),
            {"type": "keyUp", "value": _CONTROL},
        ]
        self._act({"type": "key", "id": "keys", "actions": select_all})
        self.type(text)

    def frames(self) -> "list[Document]":
        """The documents of the frames in this one, in their order."""
        tree = self._connection.call("browsingContext.getTree", root=self.context)
        inner = tree["contexts"][0]["children"]
        return [Document(self._connection, one["context"]) for one in inner]

    def calculator(self, key: str) -> "Calculator":
        return Calculator(self, key)

    def changes(self) -> list[dict[str, Any]]:
        """Every `livecalc:change` that reached the document."""
        found: list[dict[str, Any]] = self.read("visited.changes")
        return found

    def _find(self, locator: dict[str, Any]) -> str:
        end = time.monotonic() + _LOADING
        while True:
            found = self._connection.call(
                "browsingContext.locateNodes", context=self.context, locator=locator
            )["nodes"]
            # A label counts as named by its own text.
            fitting = [one for one in found if one["value"]["localName"] != "label"]
            if fitting:
                shared: str = fitting[0]["sharedId"]
                return shared
            assert time.monotonic() < end, f"not on the page: {locator}"
            time.sleep(_PAUSE)

    def _act(self, source: dict[str, Any]) -> None:
        self._connection.call("input.performActions", context=self.context, actions=[source])


class Tab(Document):
    """A tab of its own, in a container that shares nothing with the others."""

    def __init__(self, connection: Connection, context: str, container: str) -> None:
        super().__init__(connection, context)
        self._container = container
        self._first = len(connection.events)

    def open(self, address: str) -> None:
        self._connection.call(
            "browsingContext.navigate", context=self.context, url=address, wait="complete"
        )

    def go_back(self) -> None:
        self._connection.call("browsingContext.traverseHistory", context=self.context, delta=-1)

    def cut_network(self) -> None:
        """Take the network away from this tab and its frames, for good."""
        offline = {"type": "offline"}
        self._connection.call(
            "emulation.setNetworkConditions", contexts=[self.context], networkConditions=offline
        )

    def problems(self) -> list[str]:
        """Errors in the console, and exceptions that nobody caught."""
        return [one["text"] for one in self._told("log.entryAdded") if one["level"] == "error"]

    def requests(self) -> list[str]:
        """Every address that was asked for, but those of files on the disk: nobody reports them."""
        return [one["request"]["url"] for one in self._told("network.beforeRequestSent")]

    def runtime_files(self) -> dict[str, bool]:
        """Names of the files of Python that came, and whether they came out of the cache."""
        responses = [one["response"] for one in self._told("network.responseCompleted")]
        paths = {
            urlsplit(one["url"]).path: one["fromCache"] or one["status"] == 304 for one in responses
        }
        return {
            path.rpartition("/")[2]: cached
            for path, cached in paths.items()
            if "/livecalc/" in path and not re.search(r"/livecalc[-.][^/]*(js|css)$", path)
        }

    def forget(self) -> None:
        """Let requests and problems count from here on."""
        self._first = len(self._connection.events)

    def _told(self, method: str) -> list[dict[str, Any]]:
        # What was reported while nobody asked comes with the next answer.
        self._connection.call("session.status")
        return [one for name, one in self._connection.events[self._first :] if name == method]


class Calculator:
    """One calculator of a document."""

    def __init__(self, document: Document, key: str) -> None:
        self._document = document
        self._element = f"""document.querySelector('live-calculator[data-key="{key}"]')"""

    def outputs(self) -> dict[str, Any]:
        """All exact values shown, tables included."""
        found: dict[str, Any] = self._document.read(f"({READ_OUTPUTS})({self._element})")
        return found

    def value_of(self, name: str) -> str:
        """What stands in a field, given by the name of the input."""
        found: str = self._document.read(f"{self._element}.querySelector('[name={name}]').value")
        return found

    def status(self) -> str:
        found: str = self._document.read(
            f"{self._element}.querySelector('.livecalc-status').textContent"
        )
        return found

    def wait_until_answered(self) -> None:
        """Wait until Python's result for the inputs shown is on the page."""
        self._document.wait_for(
            f"{self._element}?.matches('[state=ready]:not([stale])') && visited.changes.length > 0"
        )

    def wait_until_refused(self) -> None:
        """Wait until the answer shown is marked as one for other inputs, with what is wrong."""
        self._document.wait_for(f"{self._element}?.matches('[state=error][stale]')")

    def problem_beside(self, name: str) -> str:
        """The message beside a field, as a screen reader gets it; empty where there is none."""
        found: str = self._document.read(
            f"""(() => {{
              const field = {self._element}.querySelector('[name={name}]');
              const told = field.getAttribute("aria-describedby").split(" ")
                .map((id) => document.getElementById(id))
                .filter((one) => one.matches(".livecalc-error") && one.checkVisibility());
              return told.map((one) => one.textContent).join(" ");
            }})()"""
        )
        return found


def _strokes(text: str) -> list[dict[str, Any]]:
    return [{"type": kind, "value": one} for one in text for kind in ("keyDown", "keyUp")]


@contextmanager
def reading(connection: Connection) -> Iterator[Tab]:
    """Open an empty tab in a container of its own."""
    container = connection.call("browser.createUserContext")["userContext"]
    try:
        tab = connection.call("browsingContext.create", type="tab", userContext=container)
        connection.call(
            "script.addPreloadScript",
            functionDeclaration=f"() => {{{RECORD}}}",
            userContexts=[container],
        )
        connection.call(
            "session.subscribe",
            events=[
                "log.entryAdded",
                "network.beforeRequestSent",
                "network.responseCompleted",
            ],
            userContexts=[container],
        )
        yield Tab(connection, tab["context"], container)
    finally:
        connection.call("browser.removeUserContext", userContext=container)


type OpenTab = Callable[[], Tab]
