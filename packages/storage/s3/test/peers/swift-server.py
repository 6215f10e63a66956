"""Swift with s3api on loopback: its account, container, object and proxy servers in one process.

Usage: python3 swift-server.py <empty folder> <user> <key>
Prints the proxy's port and serves until standard input ends. The folder must take user extended attributes.
"""

import os
import sys

from swift.common import utils

utils.eventlet_monkey_patch()
utils.HASH_PATH_SUFFIX = b'peer'

import eventlet
from eventlet import tpool, wsgi
from swift.common.ring import RingBuilder
from swift.common.wsgi import loadapp

FOLDER, USER, KEY = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3]
COMMON = f'[DEFAULT]\nswift_dir = {FOLDER}\nlog_level = CRITICAL\n'
PLAIN_FILTERS = ['catch_errors', 'gatekeeper', 'listing_formats', 'bulk', 'copy', 'slo', 'dlo', 'symlink']


class Cache:
    """What the proxy asks of memcached, kept in this process."""

    def __init__(self):
        self.values = {}

    def get(self, key, **_):
        return self.values.get(key)

    def set(self, key, value, **_):
        self.values[key] = value

    def delete(self, key, **_):
        self.values.pop(key, None)


def write(name, text):
    path = os.path.join(FOLDER, name)
    with open(path, 'w') as file:
        file.write(COMMON + text)
    return path


def serve(application):
    """Serves on a free port, which is returned."""
    socket = eventlet.listen(('127.0.0.1', 0))
    eventlet.spawn(wsgi.server, socket, application, log_output=False)
    return socket.getsockname()[1]


def start_storage(kind):
    """One server with one disk, and the ring through which the proxy finds it."""
    port = serve(loadapp(write(f'{kind}.conf', f'''
devices = {FOLDER}/devices
mount_check = false
disable_fallocate = true
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
''')))
    place = {'ip': '127.0.0.1', 'port': port, 'replication_ip': '127.0.0.1', 'replication_port': port}
    ring = RingBuilder(part_power=1, replicas=1, min_part_hours=0)
    ring.add_dev({'id': 0, 'region': 1, 'zone': 1, 'weight': 1, 'device': 'disk', **place})
    ring.rebalance()
    ring.get_ring().save(os.path.join(FOLDER, f'{kind}.ring.gz'))


def load_proxy():
    plain = ''.join(f'[filter:{name}]\nuse = egg:swift#{name}\n' for name in PLAIN_FILTERS)
    return loadapp(write('proxy.conf', f'''
[pipeline:main]
pipeline = catch_errors gatekeeper listing_formats bulk s3api tempauth copy slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:s3api]
use = egg:swift#s3api
auth_pipeline_check = false
[filter:tempauth]
use = egg:swift#tempauth
user_{USER.replace(':', '_')} = {KEY} .admin
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
{plain}'''))


os.makedirs(os.path.join(FOLDER, 'devices/disk'))
for kind in ('account', 'container', 'object'):
    start_storage(kind)
proxy, cache = load_proxy(), Cache()


def with_cache(environ, start_response):
    environ['swift.cache'] = cache
    return proxy(environ, start_response)


print(serve(with_cache), flush=True)
tpool.execute(sys.stdin.read)
