"""Servers that are directories on this machine: made, started, looked at, ended.

A playbook calls it, too: directory.py make|start|ready|attach|stop FILE, where FILE is
what Directory.told() says.
"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

sys.dont_write_bytecode = True

import process    # noqa: E402
import render    # noqa: E402
from verbs import Failed, say    # noqa: E402

LOOK_S = 0.1
PAGE_S = 2


class Command:
    """A server that runs a command in its directory."""

    def __init__(self, root):
        self.root = root
        self.child = None

    def start(self, words, env):
        self.child = process.start(self.root, words, env)

    def alive(self):
        if self.child is not None and self.child.poll() is not None:
            return False
        return process.lives(self.root)

    def stop(self):
        process.stop(self.root)


class Unit:
    """A server that is a unit.  Its inputs are in its directory, in `environment`."""

    def __init__(self, systemctl, name, root):
        self.systemctl, self.name, self.root = systemctl, name, root

    def call(self, verb):
        return subprocess.run([*self.systemctl, verb, self.name],
                              stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False)

    def start(self, words, env):
        with open(os.path.join(self.root, "environment"), "w", encoding="utf-8",
                  opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            for key, value in env.items():
                if key.startswith(("INPUT_", "CUTOVER_")):
                    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
                    print(f'{key}="{quoted}"', file=file)
        done = self.call("start")
        if done.returncode != 0:
            raise Failed(f"{self.name}: {done.stderr.strip()}")

    def alive(self):
        return self.call("is-active").returncode == 0

    def stop(self):
        done = self.call("stop")
        if done.returncode != 0:
            raise RuntimeError(f"{self.name}: {done.stderr.strip()}")


class Directory:
    """One server of a template; inputs: what it is, or was, launched with."""

    def __init__(self, definition, templates, root, server, inputs):
        self.definition, self.templates, self.root = definition, templates, root
        self.server, self.inputs = server, inputs
        self.recipe = render.recipe(templates, server["template"])
        self.env = render.environment(server, inputs)
        self.runner = self._runner()

    def told(self):
        """All of it, for another process."""
        return {"definition": {"systemctl": self.systemctl()},
                "templates": self.templates, "root": self.root,
                "server": self.server, "inputs": self.inputs}

    def systemctl(self):
        return self.definition.get("systemctl", ["systemctl"])

    def _runner(self):
        if "unit" in self.recipe:
            return Unit(self.systemctl(), self._argv([self.recipe["unit"]])[0],
                        self.root)
        return Command(self.root)

    def _argv(self, words):
        return render.argv(words, self.server, self.root, self.inputs)

    def make(self):
        render.make(self.templates, self.server, self.root, self.inputs)

    def start(self):
        if not self.alive():
            words = self.recipe.get("command", [])
            self.runner.start(self._argv(words), self.env)

    def ready(self):
        page = self.recipe.get("ready")
        end = time.monotonic() + self.recipe.get("boot_timeout_ms", 30000) / 1000
        while self.alive():
            if page is None or answers(f"http://{self.server['addr']}{page}"):
                return
            if time.monotonic() > end:
                raise Failed(f"{page} did not answer 200 in time")
            time.sleep(LOOK_S)
        raise Failed("its process ended; see console.log in its directory")

    def attach(self):
        """As a member of the array does by itself."""
        if not self.server["in_array"] or "array_boot" not in self.recipe:
            return
        say(f"{self.server['name']} attaches itself")
        done = subprocess.run(self._argv(self.recipe["array_boot"]), cwd=self.root,
                              env=self.env, stdin=subprocess.DEVNULL,
                              stdout=sys.stderr, check=False)
        if done.returncode != 0:
            raise Failed("it did not attach itself")

    def alive(self):
        return self.runner.alive()

    def stop(self):
        self.runner.stop()


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=PAGE_S) as page:
            return page.status == 200
    except (OSError, urllib.error.HTTPError):
        return False


class Directories:
    """The hands (verbs.py) for them."""

    def __init__(self, book):
        self.book = book
        self.templates = book.place("templates")

    def directory(self, server, inputs):
        root = os.path.join(self.book.place("servers"), server["name"])
        return Directory(self.book.definition, self.templates, root, server, inputs)

    def check(self, template, inputs):
        render.check(self.templates, template, inputs)

    def launch(self, server, inputs):
        directory = self.directory(server, inputs)
        directory.make()
        directory.start()
        directory.ready()
        directory.attach()

    def terminate(self, server):
        self.directory(server, {}).stop()

    def alive(self, server):
        return self.directory(server, {}).alive()

    def other(self, verb):
        return None


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in ("make", "start", "ready", "attach",
                                                 "stop"):
        say("usage: directory.py make|start|ready|attach|stop FILE")
        return 2
    try:
        with open(sys.argv[2], encoding="utf-8") as file:
            directory = Directory(**json.load(file))
        getattr(directory, sys.argv[1])()
    except Failed as failed:
        say(str(failed))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
