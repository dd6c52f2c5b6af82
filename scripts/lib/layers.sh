# Who may import whom: the picture of ARCHITECTURE.md as a table, checked against the sources.
# shellcheck shell=bash

: "${root:?is set by common.sh}"

# Each target with the targets of this package that it may import.
declare -A may_import=(
    [CLinux]=''
    [CCurl]=''
    [CloudCore]='CLinux'
    [RPCServer]='CloudCore CLinux'
    [PubSubEmulator]='CloudCore RPCServer'
    [CloudEmulator]='CloudCore RPCServer PubSubEmulator'
    [GoogleCloud]='CloudCore CCurl'
    [IAMPool]='CloudCore GoogleCloud'
    [Orchestration]='CloudCore GoogleCloud'
    [TestSupport]='CloudCore RPCServer PubSubEmulator CloudEmulator GoogleCloud IAMPool Orchestration'
    [pubsub-emulator]='CloudCore RPCServer PubSubEmulator GoogleCloud'
    [local-cloud]='CloudCore RPCServer PubSubEmulator CloudEmulator GoogleCloud'
    [conductor]='CloudCore RPCServer PubSubEmulator CloudEmulator GoogleCloud IAMPool Orchestration TracerExample'
)

# Targets whose start-up must stay free of Foundation.
without_foundation='CloudCore RPCServer PubSubEmulator CloudEmulator GoogleCloud pubsub-emulator local-cloud'

# Inside a target a folder may use its own types and those of the folders before it, never those after it.
folder_layers=(
    'PubSubEmulator: Messages Schemas Journal Broker Transforms Service'
    'PubSubEmulator: Messages IAM Service'
    'RPCServer: Network HTTP1 GRPC Server'
    'RPCServer: Service Health Reflection Admin'
    'RPCServer: Network HTTP2 GRPC Server'
    'RPCServer: Network HTTP1 REST Server'
    'RPCServer: Network HTTP2 REST Server'
)

# imports FILES: each import in Swift sources, as "file:line module".
imports() {
    grep -rnE --include='*.swift' '^ *((@[A-Za-z]+(\([^)]*\))?|public|package|internal|private|fileprivate) +)*import +' "$@" |
        sed -E 's/^([^:]+:[0-9]+):.*import +((struct|class|enum|protocol|func|var|let|typealias) +)?([A-Za-z0-9_]+).*/\1 \4/'
}

# Whether the word $1 is in the list $2.
in_list() { [[ " $2 " == *" $1 "* ]]; }

check_imports() {
    local folder target place module status=0
    for folder in "$root"/Sources/*/; do
        target=$(basename "$folder")
        if [[ -z ${may_import[$target]+known} ]]; then
            printf 'error: Sources/%s is not in the table of scripts/lib/layers.sh\n' "$target" >&2
            status=1
            continue
        fi
        while read -r place module; do
            if [[ -n ${may_import[$module]+ours} ]] && ! in_list "$module" "${may_import[$target]}"; then
                printf 'error: %s: %s must not import %s\n' "${place#"$root"/}" "$target" "$module" >&2
                status=1
            fi
            if [[ $module == Foundation* ]] && in_list "$target" "$without_foundation"; then
                printf 'error: %s: %s does without Foundation\n' "${place#"$root"/}" "$target" >&2
                status=1
            fi
        done < <(imports "$folder" || true)
    done
    return $status
}

# types FOLDER: the names of the types declared at the top level of its files.
types() {
    grep -rhoE --include='*.swift' \
        '^((@[A-Za-z]+(\([^)]*\))?|public|package|internal|final|indirect|nonisolated) +)*(struct|class|enum|actor|protocol|typealias) +[A-Za-z0-9_]+' "$1" |
        awk '{ print $NF }' | sort -u
}

# code FOLDER: each line of its sources as "file:line:code", without comments and the text of strings.
code() { grep -rn --include='*.swift' '' "$1" | sed -E 's/"([^"\\]|\\.)*"/""/g; s://.*$::'; }

check_folders() {
    local rule target folders i j names status=0
    for rule in "${folder_layers[@]}"; do
        target=${rule%%:*}
        read -r -a folders <<<"${rule#*:}"
        for ((i = 0; i < ${#folders[@]}; i++)); do
            for ((j = i + 1; j < ${#folders[@]}; j++)); do
                [[ -d $root/Sources/$target/${folders[i]} && -d $root/Sources/$target/${folders[j]} ]] || continue
                names=$(types "$root/Sources/$target/${folders[j]}" | paste -sd '|')
                [[ -n $names ]] || continue
                if code "$root/Sources/$target/${folders[i]}" | grep -E ":[0-9]+:.*\b($names)\b" >&2; then
                    printf 'error: %s: %s must not know of %s\n' "$target" "${folders[i]}" "${folders[j]}" >&2
                    status=1
                fi
            done
        done
    done
    return $status
}

# The server of calls is about no API in particular.
check_server_is_general() {
    if code "$root/Sources/RPCServer" | grep -iE ':[0-9]+:.*pub/?sub' >&2; then
        printf 'error: RPCServer must not know of Pub/Sub\n' >&2
        return 1
    fi
}

check_layers() {
    local status=0
    check_server_is_general || status=1
    check_imports || status=1
    check_folders || status=1
    return $status
}
