# Sourced by `run` and `pictures`: the demonstration registry with a stamp of every verdict, and a
# temd that serves it until the sourcing script ends. Needs TEM_BIN and TEM_SOURCE.

web=$TEM_SOURCE/tests/web
work=
service=
tests=

fail() {
  echo "web: $1" >&2
  exit 3
}

clean_up() {
  local process
  for process in $tests $service; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  [[ -z $work ]] || rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for program in tem temd; do
  [[ -x $TEM_BIN/$program ]] || fail "$TEM_BIN/$program is not there; build it, or set TEM_BIN"
done
[[ -x /usr/bin/chromium ]] || fail "/usr/bin/chromium is not there; run scripts/setup.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/tem-web.XXXXXX")

# `npm ci` only where the modules are missing or of another lock file, and one at a time.
install_modules() (
  cd "$web"
  exec 9<package-lock.json
  flock 9
  cmp -s package-lock.json node_modules/.installed && return
  npm ci --no-audit --no-fund --loglevel=error >"$work/npm.log" 2>&1 || {
    cat "$work/npm.log" >&2
    fail "npm ci failed in $web"
  }
  cp package-lock.json node_modules/.installed
)

tem() { "$TEM_BIN/tem" "$@" >"$work/tem.log" 2>&1 || fail "tem $1: $(cat "$work/tem.log")"; }

# issue NAME GTIN LOT [OPTION]…: a lot of five stamps, whose first becomes stamp NAME.
issue() {
  local name=$1 gtin=$2 lot=$3
  shift 3
  tem issue --gtin "$gtin" --lot "$lot" --count 5 "$@" -o "$work/lot.ndjson"
  add_stamp "$name" "$(head -n 1 "$work/lot.ndjson" | jq -r .uri)"
}

# Stamps are one JSON object {NAME: URI}, in $work/stamps.json.
add_stamp() {
  jq --arg name "$1" --arg uri "$2" '.[$name] = $uri' "$work/stamps.json" >"$work/stamps.next"
  mv "$work/stamps.next" "$work/stamps.json"
}

stamp() { jq -r --arg name "$1" '.[$name]' "$work/stamps.json"; }

day() { TZ=Asia/Ho_Chi_Minh date -d "$1" +%F; }

tea=08936000000011
squid_cake=08936000000028
oyster=08936000000035
fish_sauce=08936000000042
sandworm=08936000000059
squid=08936000000097
hostile=08936000000110

# What may be registered, and the page must show as the text that it is, within its width.
hostile_producer() {
  cat <<'JSON'
{"producer": "khong-dau-cach", "country": "VN",
 "name": "KhôngMộtDấuCáchNào0123456789012345678901234567890123456789",
 "address": "KhôngMộtDấuCáchNào0123456789012345678901234567890123456789",
 "url": "https://khong-mot-dau-cach-nao-0123456789012345678901234567890123456789.example"}
JSON
}

hostile_product() {
  cat <<'JSON'
{"gtin": "08936000000110", "producer": "khong-dau-cach",
 "name": "<script>window.pwned=1</script> & \"x\" {{brand}} {{{brand}}}",
 "name_en": "KhôngMộtDấuCáchNào01234567890123456789 </title><script>window.pwned=2</script>",
 "brand": "<img src=x onerror=window.pwned=3>",
 "image": "https://pictures.example/hostile.svg",
 "url": "javascript:window.pwned=4",
 "standards": ["<svg onload=window.pwned=5>",
               "KhôngMộtDấuCáchNào0123456789012345678901234567890123456789"],
 "warnings": ["</p><style>*{display:none}</style>"]}
JSON
}

hostile_certificate() {
  cat <<JSON
{"gtin": "$hostile", "scheme": "<b>0123456789012345678901234567890123</b>", "stars": 3,
 "decision": "KhôngMộtDấuCáchNào0123456789012345678901234567890123456789",
 "authority": "<i>0123456789012345678901234567890123456789012345678901234567890</i>",
 "granted": "$(day '1 year ago')", "expires": "$(day '1 year')"}
JSON
}

make_registry() {
  export TEM_REGISTRY=$work/registry
  echo '{}' >"$work/stamps.json"
  tem init --demo
  hostile_producer >"$work/hostile.json"
  tem producer add "$work/hostile.json"
  tem key new --producer khong-dau-cach
  hostile_product >"$work/hostile.json"
  tem product add "$work/hostile.json"
  hostile_certificate >"$work/hostile.json"
  tem certificate grant "$work/hostile.json"
  local made=(--produced "$(day '20 days ago')") kept=(--expires "$(day '300 days')")

  # The same keys and serial secret, but a lot that the registry itself never issued.
  cp -r "$TEM_REGISTRY" "$work/twin"
  TEM_REGISTRY=$work/twin issue unissued $tea L2611U "${made[@]}" "${kept[@]}"

  issue genuine $tea L2611A "${made[@]}" "${kept[@]}"
  issue expiring $squid_cake L2611B "${made[@]}" "${kept[@]}"
  issue certificate_expired $oyster L2611C "${made[@]}" "${kept[@]}"
  issue certificate_revoked $fish_sauce L2611D "${made[@]}"
  issue certificate_none $sandworm L2611E "${made[@]}" "${kept[@]}"
  issue hostile $hostile "L<i>\"'&K" "${made[@]}" "${kept[@]}"
  tem void --gtin $hostile --lot "L<i>\"'&K" --range 0 \
    --reason '<script>window.pwned=6</script>012345678901234567890123456789012345678901234567890123'

  issue void $tea L2611V "${made[@]}" "${kept[@]}"
  tem void --gtin $tea --lot L2611V --range 0 --reason "Nhãn in hỏng"
  issue recalled $tea L2611R "${made[@]}" "${kept[@]}"
  tem recall --gtin $tea --lot L2611R --reason "Phát hiện nhiễm vi sinh" \
    --advice "Mang trả nơi mua để được hoàn tiền"
  issue expired $tea L2501H --produced 2025-01-15 --expires 2026-01-15
  issue inactive $tea L2612N --inactive "${made[@]}" "${kept[@]}"
  issue many $tea L2502M --inactive --produced 2025-02-01 --expires 2026-02-01
  tem void --gtin $tea --lot L2502M --range 0
  tem recall --gtin $tea --lot L2502M --reason "Sai nhãn"

  issue revoked_key $squid L2611K "${made[@]}" "${kept[@]}"
  local key first
  read -r key first < <("$TEM_BIN/tem" lot list --json |
    jq -r '.[] | select(.lot == "L2611K") | .runs[0] | "\(.key) \(.entry)"')
  tem key compromise "$key" --from "$first" --reason "Máy tính của cơ sở bị mất cắp"

  local uri last
  uri=$(stamp genuine)
  last=${uri: -1}
  add_stamp forged "${uri%?}$(((last + 1) % 10))"
  add_stamp not_a_stamp "${uri%%\?*}"
  # A key number that this registry never gave, under its own base and under another.
  uri="${uri%&s=*}&s=4000000000${uri: -155}"
  add_stamp unknown_key "$uri"
  add_stamp unknown_issuer "${uri/tem.example/tem.example/01/elsewhere}"
}

start_service() {
  "$TEM_BIN/temd" --registry "$work/registry" --listen 127.0.0.1:0 --threads 1 \
    >"$work/temd.out" 2>"$work/temd.err" &
  service=$!
  for _ in {1..200}; do
    url=$(sed -n 's/^temd: listening on //p' "$work/temd.out")
    [[ -z $url ]] || return 0
    kill -0 "$service" 2>/dev/null || fail "temd did not start: $(cat "$work/temd.err")"
    sleep 0.05
  done
  fail "temd did not say where it listens within 10 s"
}
