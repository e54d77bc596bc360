"""Whether the client can use the certificates and the key that the settings name.

The client itself looks at each connection, calls what fails an unreachable broker, and asks the terminal for the
password of a key that has one: nobody may sit there.
"""

import ssl

from worker.settings.options import Settings


def authorities_are_usable(settings: Settings) -> bool:
    """Whether `ssl_cafile`, if there is one, holds a certificate."""
    if settings.ssl_cafile is None:
        return True
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(settings.ssl_cafile)
    except (OSError, ValueError):  # an SSLError is an OSError
        return False
    return True


def certificate_is_usable(settings: Settings) -> bool:
    """Whether `ssl_certfile`, if there is one, has its key: in itself or in `ssl_keyfile`, opened by its password."""
    if settings.ssl_certfile is None:
        return True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_cert_chain(settings.ssl_certfile, settings.ssl_keyfile, lambda: settings.ssl_key_password or "")
    except (OSError, ValueError):  # ValueError: a password that no key can have
        return False
    return True
