# Sourced by ./weft and .ci/run: exports JAVA_HOME, a JDK 25; returns 1 and says what to install where there is none.

is_jdk25() { [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && [[ $(<"$1/release") == *'JAVA_VERSION="25'* ]]; }

# Prints one candidate a line, the likeliest first.
jdk_candidates() {
  local javac
  javac=$(command -v javac) && javac=$(readlink -f "$javac") && echo "${javac%/bin/javac}"
  printf '%s\n' /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* "$HOME"/.jdks/* \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /Library/Java/JavaVirtualMachines/*/Contents/Home
  [ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -v 25
} 2>/dev/null

find_jdk() {
  local home
  is_jdk25 "${JAVA_HOME:-}" && return
  while read -r home; do
    is_jdk25 "$home" && export JAVA_HOME=$home && return
  done < <(jdk_candidates)
  echo "weft: needs a JDK 25: install one (Temurin 25, say) or point JAVA_HOME at it" >&2
  return 1
}
