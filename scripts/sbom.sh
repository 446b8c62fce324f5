#!/usr/bin/env bash
# The bill of materials of tem and temd, as SPDX 2.3 in JSON on standard output: what is linked into them,
# what they load and what they run or read, by Debian package and version, read off the programs and their build.
#
#   scripts/sbom.sh [BUILD] > tem.spdx.json        BUILD: build/package, built with Ninja
#
# Shared libraries come from the programs (what the loader finds here), headers and static libraries from what
# the compiler and the linker of each program were given, with all files of our own libraries; what they run or
# read (poppler-utils, fonts) from the packages that theirs depend on. The C and C++ libraries' and the kernel's
# headers are left out. SOURCE_DATE_EPOCH sets the time that stands in it.
set -euo pipefail
source=$(realpath "$(dirname "$0")/..")
build=$(realpath "${1:-$source/build/package}")
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
: >"$place/packages"
for program in tem temd; do
  ninja -t inputs "$program" | { grep -E '\.(o|gch)$' || true; } | xargs -r ninja -t deps | awk '$1 ~ /^\/usr\// { print $1 }' |
    sort -u >"$place/built"
  [[ -s $place/built ]] || { echo "sbom: ninja knows no header of $build; build it anew" >&2; exit 3; }
  ninja -t commands "$program" | grep -oE '/usr/lib[^ ]*\.a\b' >>"$place/built" || true
  owners <"$place/built" >"$place/built.$program"
  sed -n "s/^set(CPACK_DEBIAN_${program^^}_PACKAGE_DEPENDS \"\(.*\)\")\$/\1/p" "$source/cmake/package.cmake" |
    tr ',' '\n' | sed 's/^ *//; s/[ |(].*//' | described needed "$program" >>"$place/packages"
  ldd "bin/$program" | awk '$3 ~ /^\// { print $1, $3 }' >"$place/loaded"
  readelf --dynamic --wide "bin/$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' >"$place/needed"
  awk 'NR == FNR { needed[$1]; next } $1 in needed { print $2 }' "$place/needed" "$place/loaded" |
    owners | described linked "$program" >>"$place/packages"
  cut -d' ' -f2 "$place/loaded" | owners | described loaded "$program" >>"$place/packages"
done
# Headers with no shared library beside them are all there is of theirs: the program holds what it uses of them.
sort -u "$place"/built.* | while read -r package; do
  dpkg-query -L "$package" | grep '\.so$' >/dev/null || echo "$package"
done >"$place/whole"
for program in tem temd; do
  comm -12 "$place/built.$program" "$place/whole" | described compiled "$program" >>"$place/packages"
  comm -23 "$place/built.$program" "$place/whole" | described headers "$program" >>"$place/packages"
done

version=$(bin/tem --version | cut -d' ' -f2)
sums=$(sha256sum bin/tem bin/temd | jq -Rn '[inputs | split("  ") | {key: (.[1] | split("/")[-1]), value: .[0]}] | from_entries')
created=$(date -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" +%Y-%m-%dT%H:%M:%SZ)
distribution=$(. /etc/os-release && echo "${VERSION_CODENAME:-$ID}")

jq -s --arg version "$version" --argjson sums "$sums" --arg created "$created" --arg distribution "$distribution" '
  def id: "SPDXRef-" + gsub("[^A-Za-z0-9.-]"; "-");
  map(select((.kind | IN("compiled", "headers") | not) or (.source | test("^(glibc|linux|gcc-[0-9]+)$") | not)))
  # What is linked is loaded, too.
  | {linked: 0, compiled: 1, loaded: 2, headers: 3, needed: 4} as $rank
  | (group_by([.name, .by]) | map(min_by($rank[.kind]))) as $packages
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
        + ($packages | unique_by(.name) | map({
          SPDXID: ("deb-" + .name | id), name, versionInfo: .version,
          primaryPackagePurpose: (if .kind == "needed" then "OTHER" else "LIBRARY" end),
          supplier: "Organization: Debian", downloadLocation: "NOASSERTION", filesAnalyzed: false,
          licenseConcluded: "NOASSERTION", licenseDeclared: "NOASSERTION", copyrightText: "NOASSERTION",
          sourceInfo: ("built from Debian source package " + .source),
          externalRefs: [{referenceCategory: "PACKAGE-MANAGER", referenceType: "purl",
            referenceLocator: ("pkg:deb/debian/" + (.name | @uri) + "@" + (.version | @uri) + "?arch=" + .arch + "&distro=" + $distribution)}]}
          + (if .home == "" then {} else {homepage: .home} end)))),
      relationships: (
        ($sums | keys | map({spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: id}))
        + [$packages[] | ("deb-" + .name | id) as $it | (.by | id) as $program
           | ({linked: "DYNAMIC_LINK", compiled: "STATIC_LINK", headers: "BUILD_DEPENDENCY_OF"}[.kind] // "RUNTIME_DEPENDENCY_OF") as $type
           | if $type | endswith("_OF") then {spdxElementId: $it, relationshipType: $type, relatedSpdxElement: $program}
             else {spdxElementId: $program, relationshipType: $type, relatedSpdxElement: $it} end])
    }' "$place/packages"
