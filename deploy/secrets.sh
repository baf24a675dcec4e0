#!/bin/sh
# Draws the secrets of docker-compose.yml, once: `sh deploy/secrets.sh [FOLDER]`, ./secrets where none is named.
# What is there is kept, so that it may be run again, and a secret of one's own may be put there first.
set -eu
folder=${1:-$(dirname "$0")/../secrets}
umask 077
# Nobody else may enter the folder. In it every file may be read: the users in containers are others than its owner.
mkdir -p "$folder"
chmod 700 "$folder"

drawn() { od -An -tx1 -N"$1" /dev/urandom | tr -d ' \n'; }
keep() { [ -s "$folder/$1" ] || { cat >"$folder/.$1" && chmod 444 "$folder/.$1" && mv "$folder/.$1" "$folder/$1"; }; }
kept() { cat "$folder/$1"; }

drawn 32 | keep allclose_secret
drawn 24 | keep postgres_password
drawn 24 | keep redis_password
drawn 10 | keep allclose_s3_key_id
drawn 24 | keep allclose_s3_key
printf 'postgresql://allclose:%s@postgres:5432/allclose' "$(kept postgres_password)" | keep allclose_database
printf 'redis://:%s@redis:6379/0' "$(kept redis_password)" | keep allclose_broker
printf 'requirepass %s\n' "$(kept redis_password)" | keep redis_conf
keep objects_s3 <<END
{"identities": [{"name": "allclose",
  "credentials": [{"accessKey": "$(kept allclose_s3_key_id)", "secretKey": "$(kept allclose_s3_key)"}],
  "actions": ["Admin:allclose", "Read:allclose", "Write:allclose", "List:allclose"]}]}
END
# Whoever would manage the object storage must show this certificate; nobody does, and so nobody may.
[ -s "$folder/objects_certificate_key" ] || {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj /CN=objects \
        -keyout "$folder/.key" -out "$folder/.certificate" 2>/dev/null || {
        printf 'openssl is missing, which draws a certificate: on Debian, apt-get install openssl.\n' >&2; exit 1
    }
    rm -f "$folder/objects_certificate"
    keep objects_certificate <"$folder/.certificate"
    keep objects_certificate_key <"$folder/.key"
    rm "$folder/.certificate" "$folder/.key"
}
printf '%s\n' "$folder"
