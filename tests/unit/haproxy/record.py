#!/usr/bin/env python3
"""record.py HAPROXY: what one HAProxy answers to each question that cutover asks,
byte by byte, into a directory named after its version, beside this file.

Its backend app has a and b (UP, one request each), c (DRAIN), dead (DOWN), idle
(MAINT by `disabled`) and n (added while it ran, in DRAIN); a frontend bears the same
name, and backend fixed sends its visitors to a's address, too.
"""
import http.client
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

NET = "127.0.77."
CONFIG = """\
global
    node lb1
    nbthread 2
    maxconn 1000
    stats socket {dir}/admin level admin
    stats socket {dir}/user level user
defaults
    mode http
    timeout connect 1s
    timeout client 30s
    timeout server 30s
frontend app
    bind {net}1:8080
    default_backend app
backend app
    balance roundrobin
    cookie SRV insert dynamic
    dynamic-cookie-key k
    option httpchk GET /
    stats uri /haproxy-status
    stats show-legends
    default-server inter 100ms
    server a {net}2:8081 check
    server b {net}3:8081 check
    server c {net}4:8081 check
    server dead {net}9:8081 check
    server idle {net}4:8081 check disabled
backend fixed
    cookie FX insert
    server z {net}2:8081 check inter 100ms cookie zz
"""
go = threading.Event()


def serve(client):
    with client:
        asked = client.recv(4096)
        if b"/slow" in asked:
            go.wait()
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
                       b"Connection: close\r\n\r\n")


def origin(last):
    listener = socket.create_server((NET + str(last), 8081))
    while True:
        threading.Thread(target=serve, args=[listener.accept()[0]],
                         daemon=True).start()




def ask(path, line):
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(path)
        s.sendall(line.encode() + b"\n")
        if path.endswith("master"):     # it waits for more until we have done
            s.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: s.recv(65536), b""))


def until(true):
    for _ in range(300):
        try:
            if true():
                return
        except OSError:
            pass
        time.sleep(0.05)
    sys.exit("it did not come so far")


def main(program):
    version = re.search(r"version (\S+?)[- ]", subprocess.run(
        [program, "-v"], capture_output=True, text=True, check=True).stdout)[1]
    out = pathlib.Path(__file__).parent / version
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        record(program, home, out)


def record(program, home, out):
    def told(line):
        return ask(f"{home}/admin", line)

    def keep(name, where, line):
        (out / name).write_bytes(ask(f"{home}/{where}", line))

    def web(path):
        link = http.client.HTTPConnection(NET + "1", 8080)
        link.request("GET", path)
        return link.getresponse().read()

    file = pathlib.Path(home, "haproxy.cfg")
    file.write_text(CONFIG.format(dir=home, net=NET))
    for last in 2, 3, 4:
        threading.Thread(target=origin, args=[last], daemon=True).start()
    master = subprocess.Popen([program, "-W", "-S", f"{home}/master", "-f", file],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: told("show stat -1 4 -1").count(b",UP,") >= 3
              and b",DOWN," in told("show stat"))
        told("set server app/c state drain")
        told(f"add server app/n {NET}4:8081 check;enable health app/n;"
             "set server app/n state drain")
        until(lambda: re.search(rb"app,n,.*,DRAIN,.*,L7OK,", told("show stat")))
        slow = [socket.create_connection((NET + "1", 8080)) for _ in "ab"]
        for s in slow:
            s.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        until(lambda: told("show sess").count(b"be=app srv=") == 2)
        time.sleep(1.1)                 # lastsess is then a number of its own
        look = "show cli level;show info;show stat -1 6 -1;show servers state app"
        keep("worker", "admin", look)
        keep("user", "user", look)
        keep("user-sess", "user", "show sess")
        keep("traffic", "admin", "show info;show stat")
        keep("sess", "admin", "show sess")
        page = web("/haproxy-status")   # of which the head is enough
        (out / "page.html").write_bytes(page[:page.index(b"</table>")])
        (out / "page.csv").write_bytes(web("/haproxy-status;csv"))
        pid = re.search(rb"Pid: (\d+)", told("show info"))[1].decode()
        os.kill(master.pid, signal.SIGUSR2)
        until(lambda: told("show info").find(f"Pid: {pid}\n".encode()) == -1)
        keep("procs", "master", "show proc")
        keep("leaving", "master", f"@!{pid} show info;@!{pid} show stat -1 6 -1")
        keep("leaving-sess", "master", f"@!{pid} show sess")
        keep("gone", "master", "@!999999 show sess")
        file.write_text("nonsense\n")
        os.kill(master.pid, signal.SIGUSR2)
        until(lambda: b"[failed: 1]" in ask(f"{home}/master", "show proc"))
        keep("procs-failed", "master", "show proc")
    finally:
        go.set()
        master.terminate()
        master.wait()


if __name__ == "__main__":
    main(sys.argv[1])
