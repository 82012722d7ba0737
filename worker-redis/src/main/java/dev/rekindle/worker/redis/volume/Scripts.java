package dev.rekindle.worker.redis.volume;

/**
 * What runs in a pod, for {@code sh -c}. They need only what the smallest images have: {@code sh},
 * {@code cat}, {@code ls}, {@code wc}, {@code mkdir}, {@code mv}, {@code cp}, {@code ln}, {@code
 * rm}.
 */
final class Scripts {

  static final String READ = "[ ! -e \"$1\" ] || cat \"$1\"";

  static final String FILES =
      """
      cd "$1"
      for file in *.rdb *.aof */*.rdb */*.aof */*.manifest; do
        [ ! -f "$file" ] || echo "$file"
      done
      """;

  /** Red Hat's older images keep the program outside of the path. */
  static final String VERSION =
      """
      for program in redis-server valkey-server /opt/rh/*/root/usr/bin/redis-server; do
        if command -v "$program" >/dev/null 2>&1; then exec "$program" --version; fi
      done
      exit 1
      """;

  /** Folder, log, folder of the log. Inode, bytes and path of each file of the log. */
  static final String LOG =
      """
      cd "$1"
      for file in "$2" "$3"/*; do
        [ -f "$file" ] || continue
        ls -i "$file" | { read -r inode rest; echo "$inode $(wc -c < "$file") $file"; }
      done
      """;

  /** Kilobytes free, and bytes of a snapshot that arrived before. */
  static final String FREE =
      """
      df -P -k "$1" | { read -r header; read -r device size used free rest; echo "$free"; }
      for part in "$2"/incoming.rdb*; do [ ! -f "$part" ] || wc -c < "$part"; done
      """;

  /** Folder, own folder, attempt, names. The marker goes first: from here on nothing is placed. */
  static final String ASIDE =
      """
      set -eu
      data=$1 own=$2 attempt=$3
      shift 3
      mkdir -p "$own/aside"
      [ ! -e "$own/placed" ] || mv "$own/placed" "$own/placed.$attempt"
      for name in "$@"; do
        [ -e "$data/$name" ] || continue
        to=$own/aside
        if [ -e "$own/aside.done" ] || [ -e "$to/$name" ]; then to=$own/aside-$attempt; fi
        mkdir -p "$to"
        [ ! -e "$to/$name" ] || rm -rf "$to/$name"
        mv "$data/$name" "$to/$name"
      done
      : > "$own/aside.done"
      for to in "$own"/aside*/; do
        for name in "$to"*; do [ ! -e "$name" ] || { echo "${to##*/rekindle/}"; break; }; done
      done
      """;

  /**
   * Folder, own folder, names, digest, commands for the log. The base file and the snapshot file
   * may be one: a server never changes either in place, it writes a new one and renames it. Only
   * what was written is brought to disk, where {@code sync} can do that.
   */
  static final String PLACE_PARTS =
      """
      set -eu
      data=$1 own=$2 snapshot=$3 log=$4 folder=$5 digest=$6
      rm -rf "$own/new"
      mkdir -p "$own/new/$folder"
      base=$own/new/$folder/$log.1.base.rdb
      ln "$own/incoming.rdb" "$base" 2>/dev/null || cp "$own/incoming.rdb" "$base"
      printf '%s' "$7" > "$own/new/$folder/$log.1.incr.aof"
      printf 'file %s.1.base.rdb seq 1 type b\\nfile %s.1.incr.aof seq 1 type i\\n' \
        "$log" "$log" > "$own/new/$folder/$log.manifest"
      sync "$own/new/$folder"/* "$own/new/$folder" 2>/dev/null || sync || true
      mv "$own/new/$folder" "$data/$folder"
      mv "$own/incoming.rdb" "$data/$snapshot"
      echo "$digest" > "$own/placed.new"
      mv "$own/placed.new" "$own/placed"
      sync "$own/placed" "$own" "$data" 2>/dev/null || sync || true
      """;

  /** The log is a copy: the server appends to it. */
  static final String PLACE_SINGLE =
      """
      set -eu
      data=$1 own=$2 snapshot=$3 log=$4 digest=$6
      rm -rf "$own/new"
      mkdir -p "$own/new"
      cp "$own/incoming.rdb" "$own/new/$log"
      printf '%s' "$7" >> "$own/new/$log"
      sync "$own/new/$log" "$own/incoming.rdb" 2>/dev/null || sync || true
      mv "$own/new/$log" "$data/$log"
      mv "$own/incoming.rdb" "$data/$snapshot"
      echo "$digest" > "$own/placed.new"
      mv "$own/placed.new" "$own/placed"
      sync "$own/placed" "$own" "$data" 2>/dev/null || sync || true
      """;

  private Scripts() {}
}
