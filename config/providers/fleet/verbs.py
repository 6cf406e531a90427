"""The verbs of cutover-provider(7), on a book and a pair of hands.

Hands do what is done to a server itself: check(template, inputs), launch(server,
inputs), terminate(server), alive(server) (None: not known), and other(verb), a function
as those here, for the verbs that only some have.  They work while the book is not locked: what they were asked is
in it before, and what came of it is written behind.
"""

import json
import sys
import time

from book import GONE, RUNS, Book, Refused, find, inputs_for


class Failed(Exception):
    """It was begun, and did not become what it should."""


def say(text):
    """Progress.  Whoever asked may be gone by now: that stops nothing that was begun."""
    try:
        print(text, file=sys.stderr, flush=True)
    except BrokenPipeError:
        pass


def now_ms():
    return int(time.time() * 1000)


# ---- what only writes the book ----

def mark(book, ask, hands):
    with book.changing() as state:
        state["tags"][ask["name"]] = ask["tag"]


def clone(book, ask, hands):
    with book.changing() as state:
        made = [sv for sv in state["servers"] if sv["token"] == ask["token"]]
        if made:
            if made[0]["name"] != ask["name"] or made[0]["source"] != ask["source"]:
                raise Refused("this token made another one")
            return
        like = find(state, "name", ask["source"])
        book.add(state, ask["name"], like["template"], like["name"], ask["token"])
    book.note(f"clone {ask['name']} of {ask['source']}")


def configure(book, ask, hands):
    with book.changing() as state:
        server = find(state, "id", ask["id"])
        if server["template"] == ask["template"]:
            return
        if server["state"] != "inactive":
            raise Refused(f"{server['name']} is {server['state']}: only an inactive "
                          "server can get another template")
        hands.check(ask["template"], None)
        server["template"] = ask["template"]


def set_input(book, ask, hands):
    if ask["scope"] != "deployment":
        raise Refused("only inputs of the deployment can be set")
    with book.changing() as state:
        was = state["inputs"].get(ask["key"], {})
        if ask["value"] is None:
            state["inputs"].pop(ask["key"], None)
        else:
            state["inputs"][ask["key"]] = {"value": ask["value"],
                                           "secret": was.get("secret", False)}


def array_template(book, ask, hands):
    with book.changing() as state:
        array = the_array(state)
        hands.check(ask["template"], None)
        array["template"] = ask["template"]


# ---- what is done to servers ----

def boot(book, ids, hands):
    """Launch what the book says is booting, one after the other."""
    for ident in ids:
        state = book.read()
        server = find(state, "id", ident)
        book.note(f"launch {server['name']}")
        say(f"launching {server['name']} at {server['addr']}")
        became, trouble = "operational", ""
        try:
            hands.launch(server, inputs_for(state, server))
        except (Failed, Refused) as failed:     # too late for a no
            became, trouble = "stranded", str(failed)
        with book.changing() as state:
            server = find(state, "id", ident)
            if server["state"] == "booting":    # not terminated meanwhile
                server.update(state=became, trouble=trouble)
        say(f"{server['name']} is {became}" + (f": {trouble}" if trouble else ""))


def begin(state, server, hands):
    hands.check(server["template"], inputs_for(state, server))
    server.update(state="booting", launched=now_ms())
    return server["id"]


def launch(book, ask, hands):
    with book.changing() as state:
        server = find(state, "id", ask["id"])
        if server["state"] in RUNS:
            return
        if server["state"] != "inactive":
            raise Refused(f"{server['name']} is {server['state']}: only an inactive "
                          "server can be launched")
        begin(state, server, hands)
    boot(book, [ask["id"]], hands)


def terminate(book, ask, hands):
    with book.changing() as state:
        server = find(state, "id", ask["id"])
        if server["state"] == GONE:
            return
        ran = server["state"] != "inactive"
        server["state"] = "decommissioning"
    if ran:
        book.note(f"terminate {server['name']}")
        say(f"ending {server['name']}")
        hands.terminate(server)
    with book.changing() as state:
        find(state, "id", ask["id"])["state"] = GONE


# ---- the array ----

def the_array(state):
    if state["array"] is None:
        raise Refused("there is no array")
    return state["array"]


def members(state):
    return [sv for sv in state["servers"] if sv["in_array"] and sv["state"] in RUNS]


def add_member(book, state, hands):
    """A name is not given twice: ledgers remember it."""
    array = the_array(state)
    names = {sv["name"] for sv in state["servers"]}
    while (name := f"{array['name']}-{array['next']}") in names:
        array["next"] += 1
    array["next"] += 1
    server = book.add(state, name, array["template"], in_array=True)
    return begin(state, server, hands)


def array(book, ask, hands):
    with book.changing() as state:
        array = the_array(state)
        if ask["trial"] and array["enabled"] and array["trial"]:
            return
        if ask["trial"] and len(members(state)) >= array["max"]:
            raise Refused(f"{array['max']} members run already, and no more may")
        array.update(enabled=ask["enabled"], trial=ask["trial"])
        new = [add_member(book, state, hands)] if ask["trial"] else []
        while ask["enabled"] and not ask["trial"] and \
                len(members(state)) < array["min"]:
            new.append(add_member(book, state, hands))
    boot(book, new, hands)


# ---- the list ----

def shown(book, state, server, hands):
    known = ("id", "name", "addr", "template", "source", "state", "in_array",
             "launched", "trouble")
    line = {key: server[key] for key in known}
    line["tags"] = tags(state, server["name"])
    limit = book.definition.get("boot_limit_ms", 180000)
    if server["state"] == "booting" and now_ms() - server["launched"] > limit:
        line.update(state="stranded", trouble="who launched it did not come back")
    alive = hands.alive(server) if server["state"] == "operational" else None
    if alive is not None:
        line["alive"] = alive
    return line


def tags(state, name):
    return [state["tags"][name]] if name in state["tags"] else []


def list_(book, ask, hands):
    state = book.read()
    names = {sv["name"] for sv in state["servers"]}
    inputs = [dict(one, key=key, scope="deployment")
              for key, one in state["inputs"].items()]
    array = state["array"]
    if array is not None:
        inputs += [{"key": key, "value": value, "scope": "array", "secret": False}
                   for key, value in array["inputs"].items()]
        array = {key: array[key] for key in
                 ("name", "template", "min", "max", "enabled", "trial")}
        array["running"] = len(members(state))
    return {
        "servers": [shown(book, state, sv, hands) for sv in state["servers"]],
        "reserved": [{"name": name, "tags": tags(state, name)}
                     for name in state["tags"] if name not in names],
        "inputs": inputs, "array": array,
    }


# ---- beside the contract, by hand: what is there at the start, and the end of all ----

def start(book, ask, hands):
    with book.changing() as state:
        ids = [begin(state, sv, hands) for sv in state["servers"]
               if sv["state"] == "inactive"]
    boot(book, ids, hands)


def stop(book, ask, hands):
    for server in book.read()["servers"]:
        terminate(book, server, hands)


VERBS = {
    "list": list_, "mark": mark, "clone": clone, "configure": configure,
    "set_input": set_input, "launch": launch, "terminate": terminate,
    "array": array, "array_template": array_template, "start": start, "stop": stop,
}


def main(make_hands):
    """DEFINITION VERB, the question on standard input.  Returns the exit status."""
    if len(sys.argv) != 3:
        say("usage: provider DEFINITION VERB <QUESTION")
        return 2
    book = Book(sys.argv[1])
    hands = make_hands(book)
    verb = VERBS.get(sys.argv[2]) or hands.other(sys.argv[2])
    if verb is None:
        say(f"{sys.argv[2]}: there is no such verb here")
        return 10
    by_hand = sys.argv[2] in ("start", "stop")
    ask = {} if by_hand else json.load(sys.stdin)
    try:
        answer = verb(book, ask, hands) or {}
    except Refused as refused:
        say(str(refused))
        return 10
    print(json.dumps({"ok": True, **answer}))
    return 0
