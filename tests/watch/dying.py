"""A reader that dies of one article, hangs on another, and reads the rest."""

import sys
import time


def serve(connection, settings):
    connection.send("ready")
    while True:
        try:
            what, of = connection.recv()
        except EOFError:
            return
        if what == "lay":
            connection.send(None)
        elif of.text == "deadly":
            sys.exit(9)
        elif of.text == "endless":
            time.sleep(60)
        else:
            connection.send(("read", of.id))
