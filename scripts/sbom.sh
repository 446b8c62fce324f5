#!/usr/bin/env bash
# The bill of materials of tem and temd, as SPDX 2.3 in JSON on standard output: what is linked into them
# and what they load, by Debian package and version, read off the programs and their build.
#
#   scripts/sbom.sh [BUILD] > tem.spdx.json        BUILD: build/package, built with Ninja
#
# Shared libraries come from the programs (what the loader finds here), headers and static libraries from
# what the compiler and the linker were given. SOURCE_DATE_EPOCH sets the time that stands in it.
set -euo pipefail
build=$(realpath "${1:-$(dirname "$0")/../build/package}")
for program in tem temd; do
  [[ -x $build/bin/$program ]] || { echo "sbom: $build/bin/$program is not there; build it first" >&2; exit 3; }
done

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

# Paths, one a line, to the packages that own them. dpkg knows some by their path before /lib was /usr/lib.
owners() {
  xargs -r realpath -e -- | sort -u >"$place/paths"
  sed -n 'p; s#^/usr/lib/#/lib/#p' "$place/paths" | { xargs -r dpkg-query -S 2>/dev/null || true; } | sed -n 's/^\(diversion .*\|\(.*\): \/.*\)$/\2/p' |
    tr -d ' ' | tr ',' '\n' | sed '/^$/d' | sort -u
}
described() {  # packages, one a line, to JSON, one a line; $1: the kind, $2: by which program
  xargs -r dpkg-query -W -f '${binary:Package}\t${Version}\t${Architecture}\t${source:Package}\t${Homepage}\n' |
    jq -Rc --arg kind "$1" --arg by "$2" 'split("\t") | {name: (.[0] | split(":")[0]), version: .[1], arch: .[2], source: .[3], home: .[4], kind: $kind, by: $by}'
}

cd "$build"
ninja -t commands tem temd | grep -oE '/usr/lib[^ ]*\.a\b' | sort -u >"$place/archives" || true
ninja -t deps | awk '/^[^ ]/ { ours = /^CMakeFiles\/tem/ } ours && $1 ~ /^\/usr\// { print $1 }' | sort -u >"$place/headers"
[[ -s $place/headers ]] || { echo "sbom: ninja knows no header of $build; build it anew" >&2; exit 3; }
: >"$place/packages"
for program in tem temd; do
  ldd "bin/$program" | awk '$3 ~ /^\// { print $1, $3 }' >"$place/loaded"
  readelf --dynamic --wide "bin/$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' >"$place/needed"
  awk 'NR == FNR { needed[$1]; next } $1 in needed { print $2 }' "$place/needed" "$place/loaded" |
    owners | described linked "$program" >>"$place/packages"
  cut -d' ' -f2 "$place/loaded" | owners | described loaded "$program" >>"$place/packages"
done
cat "$place/headers" "$place/archives" | owners | described compiled tem >>"$place/packages"

version=$(bin/tem --version | cut -d' ' -f2)
sums=$(sha256sum bin/tem bin/temd | jq -Rn '[inputs | split("  ") | {key: (.[1] | split("/")[-1]), value: .[0]}] | from_entries')
created=$(date -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" +%Y-%m-%dT%H:%M:%SZ)
distribution=$(. /etc/os-release && echo "${VERSION_CODENAME:-$ID}")

jq -s --arg version "$version" --argjson sums "$sums" --arg created "$created" --arg distribution "$distribution" '
  def id: "SPDXRef-" + gsub("[^A-Za-z0-9.-]"; "-");
  # What is linked is loaded, too. Headers of what is linked or loaded as well were for the compiler; of the
  # others, the program holds what it uses.
  group_by(.name)
  | map({linked: 0, compiled: 1, loaded: 2} as $rank | min_by($rank[.kind]).kind as $kind
        | .[0] + {kind: $kind, by: (map(select(.kind == $kind).by) | unique)}) as $packages
  | ($packages | map(select(.kind != "compiled").source)) as $shared
  | {
      spdxVersion: "SPDX-2.3", dataLicense: "CC0-1.0", SPDXID: "SPDXRef-DOCUMENT", name: ("tem-" + $version),
      documentNamespace: ("https://tem.example/spdx/tem-" + $version + "-" + $sums.tem[0:16] + $sums.temd[0:16]),
      creationInfo: {created: $created, creators: ["Tool: scripts/sbom.sh"]},
      packages: (
        ($sums | to_entries | map({
          SPDXID: (.key | id), name: .key, versionInfo: $version, primaryPackagePurpose: "APPLICATION",
          downloadLocation: "NOASSERTION", filesAnalyzed: false, licenseConcluded: "Apache-2.0",
          licenseDeclared: "Apache-2.0", copyrightText: "NOASSERTION",
          checksums: [{algorithm: "SHA256", checksumValue: .value}]}))
        + ($packages | map({
          SPDXID: ("deb-" + .name | id), name, versionInfo: .version, primaryPackagePurpose: "LIBRARY",
          supplier: "Organization: Debian", downloadLocation: "NOASSERTION", filesAnalyzed: false,
          licenseConcluded: "NOASSERTION", licenseDeclared: "NOASSERTION", copyrightText: "NOASSERTION",
          sourceInfo: ("built from Debian source package " + .source),
          externalRefs: [{referenceCategory: "PACKAGE-MANAGER", referenceType: "purl",
            referenceLocator: ("pkg:deb/debian/" + (.name | @uri) + "@" + (.version | @uri) + "?arch=" + .arch + "&distro=" + $distribution)}]}
          + (if .home == "" then {} else {homepage: .home} end)))),
      relationships: (
        ($sums | keys | map({spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: id}))
        + [$packages[] | ("deb-" + .name | id) as $it | .kind as $kind | .source as $source
           | .by[] | id as $program
           | if $kind == "linked" then {spdxElementId: $program, relationshipType: "DYNAMIC_LINK", relatedSpdxElement: $it}
             elif $kind == "loaded" then {spdxElementId: $it, relationshipType: "RUNTIME_DEPENDENCY_OF", relatedSpdxElement: $program}
             elif ($source | IN($shared[])) then {spdxElementId: $it, relationshipType: "BUILD_DEPENDENCY_OF", relatedSpdxElement: $program}
             else {spdxElementId: $program, relationshipType: "STATIC_LINK", relatedSpdxElement: $it} end])
    }' "$place/packages"
