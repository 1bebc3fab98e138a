"""A second verifier, written from server/verify/FORMAT.md alone, with Python's standard library only.

python3 second.py FORMAT.md LIST.json|- PACKAGE.zip …: chain, digests, covers, tallies. Prints a line of JSON for each
package: {whole, anchoredOn, faults, counted}, or {unreadable}.
"""
import base64
import hashlib
import json
import re
import sys
import zipfile

# --- Ed25519 (RFC 8032), verification only: the standard library has none -----------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def _add(a, b):
    A, B = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    C, E = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = B - A, E - C, E + C, B + A
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(n, point):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = _add(total, point)
        point, n = _add(point, point), n >> 1
    return total


def _point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * I % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public_key, signature, message):
    key, sig = base64.b64decode(public_key)[-32:], base64.b64decode(signature)
    if len(key) != 32 or len(sig) != 64:
        return False
    a, r, s = _point(key), _point(sig[:32]), int.from_bytes(sig[32:], "little")
    if not a or not r or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(sig[:32] + key + message).digest(), "little") % L
    left, right = _times(s, BASE), _add(r, _times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- words ---------------------------------------------------------------------------------------------------------
def H(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def units(text):
    return text.encode("utf-16-be", "surrogatepass")


def ordered(texts):
    return sorted(texts, key=units)


def lines(*texts):
    return "\n".join(texts)


def canon(value):
    if isinstance(value, dict):
        return "{" + ",".join(canon(k) + ":" + canon(value[k]) for k in ordered(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canon(one) for one in value) + "]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False)


class Broken(Exception):
    pass


class Unreadable(Exception):
    pass


def table_of(page):
    """The table of records in the format's page."""
    found = {}
    for row in re.findall(r"^\| *(\w+) *\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$", page, re.M):
        name, (key, is_set, apart, shown) = row[0], [cell.split() for cell in row[1:]]
        if name != "record":
            found[name] = {"key": key, "set": bool(is_set), "apart": apart, "shown": shown}
    if not found:
        raise Unreadable("the page has no table of records")
    return found


OWNERS = "polls disclosures rollCorrections objections opinions progress boardPhotos".split()
PACKING = ("coverPackage", "makePackage")
KINDS = ("for", "against", "abstain", "invalid")


SIGN = r"[A-Za-z0-9_.\-\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002f7ff\U00030000-\U0003fffd]+"


class Package:
    def __init__(self, path, table):
        self.table, self.faults, self.counted = table, [], {"entries": 0, "records": 0, "ballots": 0}
        self.files = {}
        with zipfile.ZipFile(path) as archive:
            if archive.comment:
                raise Unreadable("something stands behind its end")
            for one in archive.infolist():
                name, mode = one.filename, one.external_attr >> 16
                bad = not re.fullmatch(rf"{SIGN}(/{SIGN})*", name) or re.search(r"(^|/)\.+(/|$)", name)
                unmarked = not name.isascii() and not one.flag_bits & 0x800
                if bad or unmarked or one.flag_bits & ~0x808 or name in self.files or (one.create_system == 3 and mode & 0o170000 not in (0, 0o100000)):
                    raise Unreadable(name)
                self.files[name] = archive.read(one)
        if "manifest.json" not in self.files or "manifest.sig" not in self.files:
            raise Unreadable("no manifest or no signature")
        self.manifest = json.loads(self.files["manifest.json"])
        if self.manifest["format"] not in ("cunyi-package/1", "cunyi-package/2"):
            raise Unreadable(self.manifest["format"])
        self.office = self.manifest["kind"] == "office"
        self.v2 = self.manifest["format"].endswith("/2")

    def check(self, holds, at):
        if not holds:
            self.faults.append(at)
        return holds

    def part(self, at, work):
        try:
            return work()
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            self.faults.append(f"{at}: {error!r}")

    def rows(self, name):
        found = self.files.get(f"records/{name}.json")
        return json.loads(found) if found else []

    def verify(self):
        self.part("files", self.check_files)
        self.entries = json.loads(self.files.get("evidence/slice.json", b"[]"))
        self.last = self.manifest["evidence"]["lastOwn"]
        self.part("chain", self.check_chain)
        self.part("polls", self.check_polls)
        if self.v2:
            self.part("covers", self.check_covers)

    def check_files(self):
        m = self.manifest
        self.check(signed(m["publicKey"], self.files["manifest.sig"].strip(), self.files["manifest.json"]), "manifest.sig")
        listed = {one["path"]: one for one in m["files"]}
        for path, content in self.files.items():
            if path in ("manifest.json", "manifest.sig"):
                continue
            digest, one = hashlib.sha256(content).hexdigest(), listed.get(path)
            self.check(one and one["size"] == len(content) and one["sha256"] == digest, path)
            if path.startswith("attachments/"):
                name = re.split(r"[/.]", path)[1]
                self.check(not re.fullmatch(r"[0-9a-f]{64}", name) or name == digest, path)
        for path in listed:
            self.check(path in self.files, path)

    def check_chain(self):
        facts, before = self.manifest["evidence"], None
        ends = [one["seq"] for one in (self.entries[:1] + self.entries[-1:])]
        self.check(ends == [facts["from"], facts["to"]] and self.entries[-1]["link"] == facts["head"], "slice")
        for entry in self.entries:
            at, covers = f"#{entry['seq']}", entry.get("covers")
            self.check(self.v2 or "covers" not in entry, at)
            if before:
                self.check(entry["seq"] == before["seq"] + 1 and entry["prevLink"] == before["link"], at)
            elif entry["seq"] == 1:
                self.check(entry["prevLink"] == "0" * 64, at)
            parts = [entry["prevLink"], str(entry["seq"]), entry["at"], entry["payloadDigest"]]
            self.check(H("|".join(parts + ([covers["root"], covers["mark"]] if covers else []))) == entry["link"], at)
            if entry["payload"] is not None or entry["salt"] is not None:
                told = bytes.fromhex(entry["salt"] or "") + canon(entry["payload"]).encode("utf-8", "surrogatepass")
                self.check(hashlib.sha256(told).hexdigest() == entry["payloadDigest"], at)
            before = entry
            self.counted["entries"] += 1

    # --- polls ------------------------------------------------------------------------------------------------------
    def check_polls(self):
        closed = {p["payload"]["pollId"]: p["payload"] for p in self.entries if (p["payload"] or {}).get("act") == "closePoll"}
        receipts = {one["pollId"]: one["receipts"] for one in self.rows("receipts")}
        voted = {p["payload"]["pollId"]: p["payload"].get("voted") for p in self.entries if (p["payload"] or {}).get("act") == "openPoll"}
        for poll in self.rows("polls"):
            self.check(poll.get("votedDigest") == voted.get(poll["id"]), f"polls {poll['id']} voted")
            if self.office and poll.get("votedDigest"):
                self.check(poll["votedDigest"] == self.voted(poll["version"]), f"polls {poll['id']} voted")
            if poll["status"] != "closed":
                continue
            at, told = f"polls {poll['id']}", closed.get(poll["id"])
            if self.check(told is not None, at):
                for key in ("figures", "outcome", "endsAt", "receiptsDigest", "ballotsDigest"):
                    self.check(canon(told.get(key)) == canon(poll.get(key)), f"{at} {key}")
            if poll["outcome"] == "noQuorum":
                continue
            mine = receipts.get(poll["id"], [])
            self.check(H(lines(*ordered(mine))) == poll["receiptsDigest"], f"{at} receipts")
            if poll.get("withheld"):
                continue
            ballots = [one for one in self.rows("ballots") if one["pollId"] == poll["id"]]
            self.counted["ballots"] += len(ballots)
            text = lines(*(f"{b['id']} {b['choice']}" for b in sorted(ballots, key=lambda one: units(one["id"]))))
            self.check(H(text) == poll["ballotsDigest"] and len(ballots) == len(mine), f"{at} ballots")
            sums = dict.fromkeys(KINDS, 0)
            for one in ballots:
                sums[one["choice"]] += 1
            for heap in self.heaps(poll["id"]):
                for kind in KINDS:
                    sums[kind] += heap[kind]
            f = poll["figures"]
            self.check(sums["for"] == f["for"] and sums["against"] == f["against"], f"{at} tally")
            self.check(sums["abstain"] + sums["invalid"] == f["abstain"] + f["invalid"], f"{at} tally")

    def voted(self, version):
        def of(name):
            return sorted(self.rows(name), key=lambda one: one["seq"])
        text = next((one for one in self.rows("versions") if one["version"] == version), {})
        facts = {k: text[k] for k in ("title", "summary", "body", "facts")}
        facts["budget"] = [{k: b[k] for k in ("kind", "label", "amount")} for b in of("budgetLines") if b["version"] == version]
        facts["questions"] = [one["text"] for one in of("questions")]
        return "2:" + H(canon(facts))

    def heaps(self, poll):
        """Of each place and channel a sheet on which two tellers agree."""
        sheets, found = [one for one in self.rows("countSheets") if one["pollId"] == poll], {}
        for one in sheets:
            heap = (one["placeNo"], one["channel"])
            same = [
                other for other in sheets
                if (other["placeNo"], other["channel"]) == heap and other.get("seq") == one.get("seq")
                and other.get("teller") != one.get("teller") and all(other[k] == one[k] for k in KINDS + ("issued",))
                and sum(one[k] for k in KINDS) <= one["issued"]
            ]
            if heap not in found and (same or not self.office):
                found[heap] = one
        return found.values()

    # --- covers -----------------------------------------------------------------------------------------------------
    def check_covers(self):
        self.ids = {self.manifest["proposalId"]} | {one["meetingId"] for one in self.rows("polls")}
        for entry in self.entries:
            self.part(f"#{entry['seq']}", lambda entry=entry: self.check_entry(entry))
        self.read_lines()
        self.check_office() if self.office else self.check_public()
        self.check_beside()
        said = self.manifest["evidence"]["lastOwn"]
        self.check(self.last == said if self.office else self.last <= said, "lastOwn")
        self.last = max(self.last, said)

    def own(self, entry):
        if entry.get("covers"):
            return any(H(f"{entry['seq']}|{one}") == entry["covers"]["mark"] for one in self.ids)
        return entry["payload"] is not None

    def check_entry(self, entry):
        covers, payload, at, own = entry.get("covers"), entry["payload"], f"#{entry['seq']}", self.own(entry)
        if not covers:
            return
        if payload is not None:
            about = payload.get("proposalId") or payload.get("meetingId")
            self.check(covers["mark"] == (H(f"{entry['seq']}|{about}") if about else ""), at)
        self.check(not own or not self.office or payload is not None, at)
        if covers["groups"] is None:
            self.check(not own, at)
            return
        digests = []
        for group in covers["groups"]:
            if isinstance(group, str):
                self.check(not own, at)
                digests.append(group)
            else:
                told = ordered("|".join(line[:3]) for line in group["lines"])
                digests.append(H(lines(f"{group['salt']}|{group['about']}", *told)))
        root = H(lines(*ordered(digests)))
        self.check(root == covers["office" if self.office else "shown"], at)
        self.check(H(f"{covers['office']}|{covers['shown']}") == covers["root"], at)

    def read_lines(self):
        mine, papers = set(self.ids), {one["id"] for one in self.rows("attachments")}
        self.known, self.names, self.last, self.found = {}, {}, 0, set()
        for entry in self.entries:
            groups = [one for one in (entry.get("covers") or {}).get("groups") or [] if isinstance(one, dict)]
            for group in groups + groups:
                if group["about"] in mine:
                    mine |= {line[1] for line in group["lines"] if line[0] in OWNERS}
            act = (entry["payload"] or {}).get("act", "makePackage")
            about = self.own(entry) and act not in PACKING
            for group in groups:
                is_found = any(line[0] == "found" for line in group["lines"])
                for record, key, digest, *salt in group["lines"]:
                    if record == "people":
                        if act == "coverPackage":
                            self.names.setdefault(entry["seq"], {})[key] = (digest, salt[0] if salt else None)
                        continue
                    if group["about"] not in mine and not (record == "attachments" and key in papers):
                        continue
                    about = about or record != "drawn"
                    if is_found and (record, key) not in self.known:
                        self.found.add((record, key))
                    self.known[record, key] = digest
            if about:
                self.last = entry["seq"]

    def withheld(self, record, key):
        return record in ("ballots", "countSheets") and any(
            one["id"] == key and one.get("withheld") == "smallGroup" for one in self.rows("polls")
        )

    def digest(self, rows, apart):
        return H(lines(*ordered(canon({k: v for k, v in row.items() if v is not None and k not in apart}) for row in rows)))

    def check_office(self):
        seen, digests = set(), {one["digest"] for one in self.rows("attachments")}
        files = {path: content for path, content in self.files.items() if path.startswith("attachments/")}
        sums = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
        for path, digest in sums.items():
            self.check(digest in digests, path)
        own = [digest for path, digest in sums.items() if re.split(r"[/.]", path)[1] != digest]
        shared = set(sums.values()) - set(own)
        for digest in digests:
            rows = sum(1 for one in self.rows("attachments") if one["digest"] == digest)
            self.check(digest in shared or own.count(digest) >= rows, f"attachments {digest}")
        for record, rule in self.table.items():
            groups = {}
            for row in self.rows(record):
                groups.setdefault(" ".join(str(row[column]) for column in rule["key"]), []).append(row)
            for key, rows in groups.items():
                seen.add((record, key))
                self.counted["records"] += len(rows)
                good = self.known.get((record, key)) == self.digest(rows, rule["apart"])
                self.check(good and not self.withheld(record, key), f"{record} {key}")
        for (record, key), digest in self.known.items():
            if record in self.table and (record, key) not in seen and digest not in ("gone", H("")):
                self.check(self.withheld(record, key), f"{record} {key}")
        proposal = self.rows("proposal")[0]
        if ("proposal", proposal["id"]) not in self.found:
            first = next(one for one in self.entries if self.own(one))
            self.check(first["at"] == proposal["draftedAt"], "beginning")
        names = dict(self.names[max(self.names)]) if self.names else {}
        for person in self.rows("people"):
            digest, salt = names.pop(person["id"], (None, None))
            self.check(salt is not None and digest == H(f"{salt}|{person['id']}|{person['name']}"), f"people {person['id']}")
        self.check(not names, "people")

    def check_public(self):
        for record, rule in self.table.items():
            if not rule["shown"]:
                continue
            rows = self.rows(record)
            self.counted["records"] += len(rows)
            due = {k: d for (r, k), d in self.known.items() if r == record and d != "gone" and not self.withheld(r, k)}
            if rule["set"]:
                lists = [[row for row in rows if row["pollId"] == key] for key in due]
            else:
                lists = [[row] for row in rows]
            have = sorted(self.digest(one, rule["apart"]) for one in lists)
            self.check(have == sorted(due.values()) and sum(map(len, lists)) == len(rows), f"records/{record}.json")

    def check_beside(self):
        for poll in self.rows("polls"):
            if poll["status"] not in ("closed", "void"):
                continue
            key, at, held = poll["id"], f"polls {poll['id']}", poll.get("withheld")
            self.check(self.known.get(("withheld", key)) == self.digest([{"pollId": key, "withheld": held}], ()), at)
            if held == "smallGroup":
                self.check(poll["byChannel"] is None, at)
            else:
                self.check(self.known.get(("splits", key)) == self.digest([{"pollId": key, "splits": poll["byChannel"]}], ()), at)
        m = self.manifest
        facts = {k: m[k] for k in ("kind", "village", "villageName", "proposalId", "number", "title", "madeAt")}
        drawn = [f"{f['path']} {f['sha256']}" for f in m["files"] if self.drawn(f["path"])]
        self.check(self.known.get(("drawn", m["kind"])) == H(lines(canon(facts), *ordered(drawn))), "drawn")

    def drawn(self, path):
        if path == "evidence/slice.json" or (self.office and path.startswith("attachments/")):
            return False
        record = re.fullmatch(r"records/(.*)\.json", path)
        return not (record and (record[1] in self.table or record[1] == "people"))

    # --- the county's list ------------------------------------------------------------------------------------------
    def anchor(self, found):
        before, day, links = None, None, {one["seq"]: one["link"] for one in self.entries}
        if self.entries:
            links[self.entries[0]["seq"] - 1] = self.entries[0]["prevLink"]
        keys = [one["publicKey"] for one in found["checkpoints"]]
        self.check(not keys or self.manifest["publicKey"] in keys, "manifest.sig")
        for one in found["checkpoints"]:
            at = f"checkpoints #{one['seq']}"
            facts = {k: one[k] for k in ("seq", "day", "at", "prev", "heads", "publicKey")}
            facts.update(format=found["format"], county=found["county"])
            self.check(H(canon(facts)) == one["digest"], at)
            self.check(signed(one["publicKey"], one["signature"], one["digest"].encode()), at)
            if before:
                self.check(one["seq"] == before["seq"] + 1 and one["prev"] == before["digest"], at)
            for by in one.get("signatures", []):
                text = f"cunyi-countersignature/1|{found['county']}|{one['seq']}|{one['digest']}|{by['division']}"
                self.check(signed(by["publicKey"], by["signature"], text.encode()), f"{at} {by['division']}")
                for key in found.get("keys", []):
                    if (key["division"], key["publicKey"]) == (by["division"], by["publicKey"]):
                        self.check(key["until"] is None or one["at"] < key["until"], f"{at} {by['division']}")
            before = one
            for head in one["heads"]:
                if head["division"] == self.manifest["village"] and head["seq"] in links:
                    if self.check(links[head["seq"]] == head["link"], at) and head["seq"] >= self.last and day is None:
                        day = one["day"]
        return day


def told(path, table, found):
    try:
        package = Package(path, table)
    except (Unreadable, zipfile.BadZipFile, OSError, ValueError, KeyError) as error:
        return {"unreadable": str(error)}
    package.verify()
    day = package.part("checkpoints", lambda: package.anchor(found)) if found else None
    whole = not package.faults
    return {"whole": whole, "anchoredOn": day if whole else None, "faults": package.faults[:20], "counted": package.counted}


def main(page, list_path, *paths):
    with open(page, encoding="utf-8") as file:
        table = table_of(file.read())
    found = None
    if list_path != "-":
        with open(list_path, encoding="utf-8") as file:
            found = json.load(file)
    for path in paths:
        print(json.dumps(told(path, table, found), ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
