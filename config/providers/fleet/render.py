"""A server's directory, made of a template: cutover-cloud(5), TEMPLATES."""

import grp
import json
import os
import pwd
import re
import shutil

from book import Refused

RECIPE = "template.json"


def words_of(server, root):
    host, _, port = server["addr"].rpartition(":")
    return {"NAME": server["name"], "ADDR": server["addr"], "HOST": host,
            "PORT": port, "ROOT": root, "USER": pwd.getpwuid(os.getuid()).pw_name,
            "GROUP": grp.getgrgid(os.getgid()).gr_name}


def fill(text, words, inputs):
    """@NAME@ and the others, and @input:KEY@; any other @word@ stays as it is."""
    def value(found):
        word = found.group(1)
        if not word.startswith("input:"):
            return words[word]
        if word[6:] not in inputs:
            raise Refused(f"the input {word[6:]} is not set")
        return inputs[word[6:]]
    return re.sub("@(" + "|".join(words) + r"|input:[\w.:-]+)@", value, text)


def recipe(templates, name):
    """How servers of this template are run."""
    try:
        with open(os.path.join(templates, name, RECIPE), encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        raise Refused(f"there is no template {name}") from None


def check(templates, name, inputs):
    """Can it be launched with these?  None: they are not asked for yet."""
    lacks = [key for key in recipe(templates, name).get("needs", [])
             if inputs is not None and key not in inputs]
    if lacks:
        raise Refused(f"{name} needs the input {lacks[0]}")


def copy(source, dest, words, inputs):
    for place, _, names in os.walk(source):
        to = os.path.join(dest, os.path.relpath(place, source))
        os.makedirs(to, exist_ok=True)
        for name in names:
            if place == source and name == RECIPE:
                continue
            with open(os.path.join(place, name), "rb") as file:
                data = file.read()
            if b"\0" not in data:
                data = fill(data.decode(), words, inputs).encode()
            with open(os.path.join(to, name), "wb") as file:
                file.write(data)
            shutil.copymode(os.path.join(place, name), os.path.join(to, name))


def make(templates, server, root, inputs):
    """The whole directory, anew; what was there is gone."""
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(root, mode=0o755)
    words = words_of(server, root)
    base = recipe(templates, server["template"]).get("base")
    if base is not None:
        copy(os.path.join(templates, base), root, words, inputs)
    copy(os.path.join(templates, server["template"]), root, words, inputs)


def argv(words, server, root, inputs):
    return [fill(word, words_of(server, root), inputs) for word in words]


def environment(server, inputs):
    return dict(os.environ, CUTOVER_SERVER=server["id"],
                **{"INPUT_" + key: value for key, value in inputs.items()})
