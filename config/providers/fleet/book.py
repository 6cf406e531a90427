"""The book of a fleet: its servers, their tags, the inputs, the array.

One JSON file, replaced whole and synced.  Who changes it holds the lock; who reads
it needs none, and always sees a whole one.
"""

import contextlib
import fcntl
import json
import os
import time

GONE = "terminated"
RUNS = ("pending", "booting", "operational")


class Refused(Exception):
    """No, and certainly nothing was done."""


class Book:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.definition = json.load(file)
        self.dir = os.path.dirname(os.path.abspath(path))

    def place(self, key):
        """A directory that the definition names."""
        return os.path.join(self.dir, self.definition[key])

    def read(self):
        try:
            with open(self._path("fleet.json"), encoding="utf-8") as file:
                return json.load(file)
        except FileNotFoundError:
            return self._first()

    @contextlib.contextmanager
    def changing(self):
        """The state, to be changed; written at the end, unless something was raised."""
        with open(self._path("fleet.lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            state = self.read()
            yield state
            self._write(state)

    def note(self, text):
        """What really happened, a line a thing."""
        with open(self._path("fleet.log"), "a", encoding="utf-8") as log:
            print(time.strftime("%Y-%m-%dT%H:%M:%S"), text, file=log)

    def replace(self, name, value):
        """A file in our directory, whole or not at all."""
        new = self._path(f"{name}.{os.getpid()}")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
                  encoding="utf-8") as file:
            json.dump(value, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.rename(new, self._path(name))
        where = os.open(self.dir, os.O_RDONLY)
        os.fsync(where)
        os.close(where)

    def _path(self, name):
        return os.path.join(self.dir, name)

    def _write(self, state):
        self.replace("fleet.json", state)

    def _first(self):
        """The state before anything was asked, out of the definition."""
        state = {"next": 1, "servers": [], "tags": {}, "inputs": {}, "array": None}
        for key, value in self.definition.get("inputs", {}).items():
            if not isinstance(value, dict):
                value = {"value": value}
            state["inputs"][key] = {"value": value["value"],
                                    "secret": value.get("secret", False)}
        array = self.definition.get("array")
        if array is not None:
            state["array"] = dict(array, trial=False, next=1)
            state["array"].setdefault("inputs", {})
        for server in self.definition.get("start", []):
            self.add(state, server["name"], server["template"],
                     in_array=server.get("in_array", False))
        return state

    def add(self, state, name, template, source="", token="", in_array=False):
        """A new inactive server with an address of its own."""
        if ":" in name:
            raise Refused(f"{name}: a host's name has no colon")
        if any(sv["name"] == name and sv["state"] != GONE for sv in state["servers"]):
            raise Refused(f"there is a server {name} already")
        taken = {sv["addr"] for sv in state["servers"] if sv["state"] != GONE}
        free = [a for a in self.definition["addresses"] if a not in taken]
        if not free:
            raise Refused("all addresses are taken")
        server = {"id": f"i-{state['next']}", "name": name, "addr": free[0],
                  "template": template, "source": source, "token": token,
                  "state": "inactive", "in_array": in_array, "launched": 0,
                  "trouble": ""}
        state["next"] += 1
        # One name, one line: a list has no two.
        state["servers"] = [sv for sv in state["servers"] if sv["name"] != name]
        state["servers"].append(server)
        return server


def find(state, key, value):
    for server in state["servers"]:
        if server[key] == value:
            return server
    raise Refused(f"there is no server whose {key} is {value}")


def inputs_for(state, server):
    """What it is launched with: the array's own inputs go before the deployment's."""
    inputs = {key: one["value"] for key, one in state["inputs"].items()}
    if server["in_array"]:
        inputs.update(state["array"]["inputs"])
    return inputs
