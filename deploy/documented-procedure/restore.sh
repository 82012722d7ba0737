#!/usr/bin/env bash
# The documented restore of 3scale ("Operating Red Hat 3scale API Management" 2.13, section 9.5), line by line, as a baseline.
#
# Every line carries its number of the documentation (L1 to L30). Nothing is waited for, checked or tried again that the
# documentation does not ask for. Where it cannot go on, the least a person must do is done, printed as REPAIR and counted.
#
# The documentation is of the versions with DeploymentConfigs (2.10 to 2.14). For 2.15, with Deployments, was adapted:
#   oc rollout latest dc/NAME           -> oc rollout restart deployment/NAME
#   -l deploymentConfig=NAME            -> -l deployment=NAME
#   oc patch dc/NAME                    -> oc patch deployment/NAME
#   system-sphinx                       -> system-searchd
#   jq -r .items[0].metadata.name       -> oc get -o jsonpath, and "null" where there is no item, as jq prints it
#   the edits of ConfigMap redis-config -> oc edit with sed as the editor, since nobody is there to type
set -uo pipefail

usage() {
  cat <<'HELP'
Usage: restore.sh [--after COMMAND] [--objects] BACKUP_SET

Restores 3scale 2.15 in place as the documentation says, from a backup set in the documented file names.

  --objects        also L3, which the documentation has for a new cluster: apply ten Secrets and two ConfigMaps of the backup
  --after COMMAND  run 'COMMAND Lnn' after each line, to look at what it did

Needs 'oc' on the PATH (deploy/documented-procedure/oc stands in for it) and KUBECONFIG. DEPLOYMENT_NAME is the name of the
APIManager (default: apimanager). Ends with one RESULT line; exit status 0 when every line was followed.
HELP
}

after=true objects=false set=
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --after) after=${2:?}; shift ;;
    --objects) objects=true ;;
    -*) usage >&2; exit 2 ;;
    *) set=$1 ;;
  esac
  shift
done
[[ -n $set ]] || { usage >&2; exit 2; }
cd "$set" || exit 2

AM=APIManager/${DEPLOYMENT_NAME:-apimanager}
repairs=0 began=$SECONDS since=$SECONDS calls=$(mktemp)
trap 'rm -f "$calls"' EXIT

line() { printf '%s %s\n' "$1" "$2"; number=$1; }
done_() { $after "$number"; }
repair() { repairs=$((repairs + 1)); printf 'REPAIR %s %s\n' "$number" "$1"; }
result() { echo "RESULT name=documented-procedure ok=$1 seconds=$((SECONDS - began)) repairs=$repairs oc_calls=$(wc -c <"$calls") stopped_at=$2"; }
stuck() { echo "STUCK at $number: $1" >&2; result false "$number"; exit 1; }
# Who looks again and again gives up some time.
patient() { [[ $((SECONDS - since)) -lt 900 ]] || stuck "it does not become so in 15 minutes"; }
oc() { printf . >>"$calls"; command oc "$@"; }

# The documentation's way to name a pod.
pod() { oc get pods -l "deployment=$1" -o 'jsonpath={.items[0].metadata.name}' 2>/dev/null || echo null; }

# A command in a pod. Operator 2.15 restarts both Redis by itself when their ConfigMap changes, so the pod that was named a
# moment ago may be gone: then a person waits for the rollout and types the line again.
in_pod() { # workload command
  local try
  for try in 1 2 3 4; do
    if oc rsh "$(pod "$1")" bash -c "$2"; then return; fi
    [[ $try -lt 4 ]] || stuck "the command in a pod of $1 fails"
    repair "the pod of $1 was replaced under the command; waited for its rollout and typed the line again"
    oc rollout status "deployment/$1" || true
  done
}

copy() { # file workload folder
  local try
  for try in 1 2 3 4; do
    if oc cp "$1" "$(pod "$2"):$3"; then return; fi
    [[ $try -lt 4 ]] || stuck "the copy into a pod of $2 fails"
    repair "the pod of $2 was replaced under the copy; waited for its rollout and typed the line again"
    oc rollout status "deployment/$2" || true
  done
}

rollout() {
  oc rollout restart "deployment/$1" || stuck "cannot restart $1"
  oc rollout status "deployment/$1" || stuck "the rollout of $1 failed"
}

saves_off='sed -i -e "s/^\( *\)save /\1#save /" -e "s/^\( *\)appendonly yes/\1appendonly no/"'
saves_on='sed -i -e "s/^\( *\)#save /\1save /" -e "s/^\( *\)appendonly no/\1appendonly yes/"'

redis() { # workload dump first-number
  local name=$1 dump=$2 n=$3
  line "L$n" "redis-config: comment the save lines, appendonly no"
  EDITOR=$saves_off oc edit configmap/redis-config || stuck "cannot edit redis-config"
  done_
  line "L$((n + 1))" "roll out $name"
  rollout "$name"
  done_
  line "L$((n + 2))" "move dump.rdb and appendonly.aof of $name aside"
  # The second half of each: a line typed again finds its work done.
  in_pod "$name" 'mv ${HOME}/data/dump.rdb ${HOME}/data/dump.rdb-old || [ -e ${HOME}/data/dump.rdb-old ]'
  in_pod "$name" 'mv ${HOME}/data/appendonly.aof ${HOME}/data/appendonly.aof-old || [ -e ${HOME}/data/appendonly.aof-old ]'
  done_
  line "L$((n + 3))" "copy $dump to $name"
  copy "./$dump" "$name" /var/lib/redis/data/dump.rdb
  done_
  line "L$((n + 4))" "roll out $name, which loads it"
  rollout "$name"
  done_
  line "L$((n + 5))" "BGREWRITEAOF on $name, and wait for aof_rewrite_in_progress:0"
  in_pod "$name" 'redis-cli BGREWRITEAOF'
  since=$SECONDS
  until in_pod "$name" 'redis-cli info | grep aof_rewrite_in_progress' | grep -q 'aof_rewrite_in_progress:0'; do patient; done
  done_
  line "L$((n + 6))" "redis-config: save lines back, appendonly yes; roll out $name"
  EDITOR=$saves_on oc edit configmap/redis-config || stuck "cannot edit redis-config"
  rollout "$name"
  done_
}

line L1 "save the spec of system-app"
SYSTEM_SPEC=$(oc get "$AM" -o 'jsonpath={.spec.system.appSpec}') || stuck "there is no $AM"
echo "$SYSTEM_SPEC"
done_

line L2 "scale system-app to 0"
oc patch "$AM" --type merge -p '{"spec":{"system":{"appSpec":{"replicas":0}}}}' || stuck "cannot patch $AM"
done_

if [[ $objects == true ]]; then
  line L3 "apply ten Secrets and two ConfigMaps of the backup"
  for name in system-smtp system-seed system-database backend-internal-api system-events-hook system-app system-recaptcha \
    system-redis zync system-master-apicast system-environment apicast-environment; do
    if ! oc apply -f "$name.json"; then
      repair "$name.json carries the resourceVersion of its backup, which conflicts; took that line out"
      sed -z -E 's/,[[:space:]]*"resourceVersion" *: *"[^"]*"//' "$name.json" >"$calls.json"
      oc apply -f "$calls.json" || stuck "cannot apply $name.json"
      rm -f "$calls.json"
    fi
  done
  done_
fi

line L4 "copy system-mysql-backup.gz to system-mysql"
copy ./system-mysql-backup.gz system-mysql /var/lib/mysql
done_
line L5 "unpack it there"
in_pod system-mysql 'gzip -d ${HOME}/system-mysql-backup.gz'
done_
line L6 "import it"
in_pod system-mysql 'export MYSQL_PWD=${MYSQL_ROOT_PASSWORD}; mysql -hsystem-mysql -uroot system < ${HOME}/system-mysql-backup'
done_

line L7 "copy the uploads to system-app"
if ! oc rsync ./system/ "$(pod system-app):/opt/system/public/system"; then
  repair "L2 took the pod that L7 needs: system-app back to 1 for the copy, and to 0 again"
  oc patch "$AM" --type merge -p '{"spec":{"system":{"appSpec":{"replicas":1}}}}' || stuck "cannot patch $AM"
  since=$SECONDS
  # The operator follows the resource after a while; a person looks until the pod is there.
  until [[ $(oc get deployment/system-app -o 'jsonpath={.status.readyReplicas}') == 1 ]]; do patient; done
  oc rsync ./system/ "$(pod system-app):/opt/system/public/system" || stuck "cannot copy the uploads"
  oc patch "$AM" --type merge -p '{"spec":{"system":{"appSpec":{"replicas":0}}}}' || stuck "cannot patch $AM"
fi
done_

line L8 "save the spec of zync"
ZYNC_SPEC=$(oc get "$AM" -o 'jsonpath={.spec.zync}')
echo "$ZYNC_SPEC"
done_
line L9 "scale zync and zync-que to 0"
oc patch "$AM" --type merge -p '{"spec":{"zync":{"appSpec":{"replicas":0},"queSpec":{"replicas":0}}}}' || stuck "cannot patch $AM"
done_
line L10 "copy zync-database-backup.gz to zync-database, unpack and import it"
copy ./zync-database-backup.gz zync-database /var/lib/pgsql/
in_pod zync-database 'gzip -d ${HOME}/zync-database-backup.gz'
in_pod zync-database 'psql zync_production -f ${HOME}/zync-database-backup >/dev/null'
done_
line L11 "put the spec of zync back"
oc patch "$AM" --type json -p '[{"op":"replace","path":"/spec/zync","value":'"$ZYNC_SPEC"'}]' || stuck "cannot patch $AM"
if [[ $ZYNC_SPEC != *replicas* ]]; then
  oc patch deployment/zync -p '{"spec":{"replicas":1}}' || stuck "cannot patch zync"
fi
done_

redis backend-redis backend-redis-dump.rdb 12
redis system-redis system-redis-dump.rdb 19

line L26 "roll out backend-worker"
rollout backend-worker
done_
line L27 "put the spec of system-app back and roll it out"
oc patch "$AM" --type json -p '[{"op":"replace","path":"/spec/system/appSpec","value":'"$SYSTEM_SPEC"'}]' || stuck "cannot patch $AM"
if [[ $SYSTEM_SPEC != *replicas* ]]; then
  oc patch deployment/system-app -p '{"spec":{"replicas":1}}' || stuck "cannot patch system-app"
fi
rollout system-app
done_
line L28 "roll out system-sidekiq"
rollout system-sidekiq
done_
line L29 "roll out system-searchd"
rollout system-searchd
done_
line L30 "resync zync's domains"
if [[ $(pod system-sidekiq) == null ]]; then
  repair "system-sidekiq has no pod to run the resync in: scaled it to 1"
  oc scale deployment/system-sidekiq --replicas=1 || stuck "cannot scale system-sidekiq"
  oc rollout status deployment/system-sidekiq || stuck "system-sidekiq does not come up"
fi
in_pod system-sidekiq 'bundle exec rake zync:resync:domains'
done_

result true ""
