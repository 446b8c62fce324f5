#!/usr/bin/env python3
"""Writes a small MaxMind DB file (IPv6 tree, records of 24 bits) for the script tests.

    write_mmdb.py geo.mmdb 192.0.2.0/25=VN-13 192.0.2.128/25=VN-HN 2001:db8::/32=CN-45

Networks do not overlap. Written apart from the C++ of tests/unit, so that two readings of the
format must agree.
"""
import ipaddress
import sys


def head(kind, size):
    assert size < 29
    return bytes([kind << 5 | size]) if kind < 8 else bytes([size, kind - 7])


def text(value):
    return head(2, len(value)) + value.encode()


def number(kind, value):
    data = value.to_bytes(8, "big").lstrip(b"\0")
    return head(kind, len(data)) + data


def mapping(entries):
    return head(7, len(entries)) + b"".join(text(key) + value for key, value in entries.items())


def record(place):
    country, code = place.split("-")
    return mapping({
        "country": mapping({"iso_code": text(country)}),
        "subdivisions": head(11, 1) + mapping({"iso_code": text(code)}),
    })


def main():
    name, *networks = sys.argv[1:]
    data = b""
    tree = [[None, None]]  # None, an index of the tree, or ("data", offset)
    for each in networks:
        network, place = each.split("=")
        network = ipaddress.ip_network(network)
        high = 96 if network.version == 4 else 0  # IPv4 is ::/96
        bits = "0" * high + format(int(network.network_address), f"0{128 - high}b")
        bits = bits[:high + network.prefixlen]
        node = 0
        for bit in bits[:-1]:
            if tree[node][int(bit)] is None:
                tree[node][int(bit)] = len(tree)
                tree.append([None, None])
            node = tree[node][int(bit)]
        tree[node][int(bits[-1])] = ("data", len(data))
        data += record(place)

    def value(child):
        if child is None:
            return len(tree)
        return child if isinstance(child, int) else len(tree) + 16 + child[1]

    metadata = mapping({
        "node_count": number(6, len(tree)),
        "record_size": number(5, 24),
        "ip_version": number(5, 6),
        "database_type": text("Test-City"),
        "languages": head(11, 0),
        "binary_format_major_version": number(5, 2),
        "binary_format_minor_version": number(5, 0),
        "build_epoch": number(9, 1),
        "description": head(7, 0),
    })
    with open(name, "wb") as file:
        for node in tree:
            file.write(b"".join(value(child).to_bytes(3, "big") for child in node))
        file.write(bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + metadata)


main()
