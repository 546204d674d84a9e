"""Draws tales and verses from the grammar's text files: the same seed, the same texts.

A drawn text is a list of words and marks in lower case; the first mention of a creature or a thing has "a", every later one
"the", so that a reader (and models/tales/gates.ts) can tell who was brought in and who came from nowhere.
"""

import pathlib
import re
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
ARTICLE_AN = re.compile(r"^[aeiou]")
TOKEN = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|[.,!?;:\"\n]")
TIMES = "morning evening night afternoon day".split()
HOURS = "dawn dusk noon midnight nightfall sunrise sunset daybreak".split()
SIMPLE = {
    "weather": "weather", "season": "season", "mood": "mood", "food": "food", "colour": "colour", "make": "make", "look": "look",
}

# Words that a text may be asked to bring in: role and the slots that do it.
WANTED = {"weather": ("{weather}",), "season": ("{season}",), "mood": ("{mood}",), "food": ("{food}",), "colour": ("{colour}",),
          "place0": ("{P}", "{in_P}", "{to_P}", "{deep_P}")}  # fmt: skip


def read_lexicon():
    words, genders, current = {}, {}, None
    for line in (HERE / "lexicon.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("@"):
            current = words.setdefault(line[1:], [])
            continue
        for item in line.split():
            word, _, gender = item.partition("=")
            if word not in current:
                current.append(word)
            if gender:
                genders[word] = gender
    return words, genders


def read_banks(names):
    """{bank: [template]}, {arc: plan}, {verse: plan} of the files that names matches"""
    banks, arcs, verses = {}, {}, {}
    for path in sorted(HERE.glob("*.txt")):
        if path.name == "lexicon.txt" or not re.match(names, path.name):
            continue
        current = None
        for line in path.read_text().splitlines():
            if line.startswith("#") or not line:
                continue
            if line.startswith("@"):
                head, _, plan = line[1:].partition(" = ")
                kind, _, name = head.partition(" ")
                if plan:
                    (verses if kind == "verse" else arcs)[name] = plan.split()
                else:
                    current = banks.setdefault(("verse." if "verse" in path.name else "") + head, [])
            else:
                current.append(line)
    return banks, arcs, verses


WORDS, GENDERS = read_lexicon()
BANKS, ARCS, VERSES = read_banks(r"(?!late-)")


@dataclass(frozen=True)
class Mix:
    """banks: templates; verses: share of verses; asked: chance that a word which is not a main one may be in the prompt;
    wanted: most words (weather, season, mood, food, colour, place) that are chosen first, used early and always asked for."""

    banks: dict
    verses: float
    asked: float
    wanted: int = 0


EARLY = Mix(BANKS, verses=0.25, asked=0.4)
# Verses have few places for a food or a colour, so that a model trained on EARLY alone leaves these words out of its verses.
LATE = Mix(read_banks("")[0], verses=0.45, asked=0.7)
# A choice inside {once} stays unresolved ("one spring summer winter autumn"). It was seen after 5,600 steps: LAST goes without it, and
# the texts of the steps before stay what they were.
ONCE = [text for text in BANKS["once"] if "[" not in text]
LAST = Mix({**LATE.banks, "once": ONCE}, verses=0.45, asked=0.5, wanted=2)
PLACES = [(word, prep) for prep in ("in", "by", "on", "at") for word in WORDS[prep]]
BEINGS = list(dict.fromkeys(WORDS["creature"] + WORDS["person"] + WORDS["villain"]))


def syllables(word):
    groups = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ie")) and groups > 1:
        groups -= 1
    return max(1, groups)


class Cast:
    """Who and what one text is about. `used` collects the words that a prompt may ask for, with their role."""

    def __init__(self, random, is_verse, mix):
        self.random, self.banks = random, mix.banks
        self.wanted = random.sample(sorted(WANTED), random.randrange(mix.wanted + 1)) if mix.wanted else []
        short = lambda words: [w for w in words if syllables(w) <= 2] if is_verse else words
        heroes = WORDS["person"] if random.random() < 0.3 else WORDS["creature"]
        self.is_verse = is_verse
        self.kind = random.choice(short(heroes))
        others = [w for w in short(BEINGS) if w != self.kind]
        self.helper, self.other = random.sample([w for w in others if random.random() < 0.9], 2)
        self.villain = random.choice([w for w in WORDS["villain"] if w not in (self.kind, self.helper, self.other)])
        self.obj, self.gift = random.sample(short(WORDS["object"]), 2)
        self.places = random.sample(PLACES, 3)
        self.gender = {who: GENDERS.get(who) or random.choice(("she", "he")) for who in (self.kind, self.helper, self.villain)}
        self.name = random.choice(WORDS[self.gender[self.kind]]) if random.random() < (0.55 if not is_verse else 0) else None
        self.introduced, self.used, self.recent = set(), {}, {}
        self.fixed = {}
        for slot, group in SIMPLE.items():
            first, second = random.sample(WORDS[group], 2)
            self.fixed[slot], self.fixed[slot + "2"] = first, second

    def use(self, role, word):
        self.used[role] = word
        return word

    def pronoun(self, who, form):
        table = {"he": ("she", "he"), "him": ("her", "him"), "his": ("her", "his"), "himself": ("herself", "himself")}
        return table[form][self.gender[who] == "he"]

    def being(self, role, who, adjective):
        self.use(role, who)
        if who in self.introduced:
            return "the " + who
        self.introduced.add(who)
        if self.random.random() < adjective:
            group = self.random.choice(("mood", "look"))
            other = self.random.choice(WORDS[group])
            return f"a {self.use(role + ' look', other)} {who}"
        return "a " + who

    def thing(self, role, what, adjective):
        self.use(role, what)
        if what in self.introduced:
            return "the " + what
        self.introduced.add(what)
        if self.random.random() < adjective:
            group = self.random.choice(("make", "colour"))
            other = self.random.choice(WORDS[group])
            return f"a {self.use(role + ' make', other)} {what}"
        return "a " + what

    def place(self, number, form):
        word, prep = self.places[number]
        self.use(f"place{number}", word)
        if form == "deep":
            return f"deep in the {word}" if prep == "in" else f"{prep} the {word}"
        return {"to": "to the ", "in": f"{prep} the ", "the": "the "}[form] + word

    def is_short_of_words(self):
        return any(role not in self.used for role in self.wanted)

    def wants(self, template):
        return any(slot in template for role in self.wanted if role not in self.used for slot in WANTED[role])

    def choose(self, bank, count=1):
        """Templates of a bank, one that brings in a wanted word first."""
        chosen = self.random.sample(self.banks[bank], count)
        fitting = [template for template in self.banks[bank] if self.wants(template)]
        return [self.random.choice(fitting), *chosen[1:]] if fitting else chosen

    def slot(self, name):
        random = self.random
        if name == "once":
            return random.choice(self.banks["once"])
        if name in ("a_hero", "a_hero1"):
            return self.being("kind", self.kind, 0.7 if name == "a_hero" else 0)
        if name == "named":
            return "" if self.name is None else f"{random.choice(('named', 'called'))} {self.use('name', self.name)}"
        if name == "H":
            if self.name and "name" in self.used and random.random() < 0.6:
                return self.name
            return self.being("kind", self.kind, 0)
        if name == "kind":
            return self.use("kind", self.kind)
        if name in ("he", "him", "his", "himself"):
            return self.pronoun(self.kind, name)
        if name in ("khe", "khim", "khis"):
            return self.pronoun(self.helper, name[1:])
        if name in ("vhe", "vhim", "vhis"):
            return self.pronoun(self.villain, name[1:])
        if name in ("a_K", "a_K1", "K"):
            return self.being("helper", self.helper, 0.5 if name == "a_K" else 0)
        if name in ("a_V", "V"):
            return self.being("villain", self.villain, 0.4)
        if name == "a_X":
            return self.being("other", self.other, 0.4)
        if name in ("a_obj", "a_obj1", "O"):
            return self.thing("obj", self.obj, 0.6 if name == "a_obj" else 0)
        if name == "obj":
            return self.use("obj", self.obj)
        if name == "a_G":
            return self.thing("gift", self.gift, 0.3)
        if name in ("time", "time2"):
            return random.choice(TIMES)
        if name in ("hour", "hour2"):
            return random.choice(HOURS)
        if name in self.fixed:
            return self.use(name, self.fixed[name])
        match = re.fullmatch(r"(in_|to_|deep_|)P(\d?)", name)
        number = int(match.group(2) or 1) - 1
        return self.place(number, match.group(1).rstrip("_") or "the")

    def fill(self, template):
        # Innermost choices first, so that a choice may hold slots.
        while "[" in template:
            template = re.sub(r"\[([^\[\]]*)\]", lambda m: self.random.choice(m.group(1).split("|")), template)
        return re.sub(r"\{([A-Za-z_0-9]+)\}", lambda m: self.slot(m.group(1)), template)


def tokens_of(text):
    """Words and marks; straight quotes become “ and ”; "a" before a vowel becomes "an"."""
    tokens, inside = [], False
    for token in TOKEN.findall(text):
        if token == '"':
            inside = not inside
            token = "“" if inside else "”"
        tokens.append(token)
    for index in range(len(tokens) - 1):
        following = tokens[index + 1]
        if tokens[index] == "a" and ARTICLE_AN.match(following) and not following.startswith(("unicorn", "umbrella"[:3] + "q", "one")):
            tokens[index] = "an"
    return tokens


def title_of(cast):
    random, used = cast.random, cast.used
    kind, obj = used["kind"], used["obj"]
    options = [f"the {kind} and the {obj}"] * 4
    if "name" in used:
        options += [f"{used['name']} and the {obj}"] * 4 + [f"{used['name']} the {kind} and the {obj}"]
    else:
        options += [f"the {kind} with the {obj}"]
    if "kind look" in used:
        options += [f"the {used['kind look']} {kind} and the {obj}"]
    if "obj make" in used:
        options += [f"the {kind} and the {used['obj make']} {obj}"]
    if "place0" in used:
        options += [f"the {kind} of the {used['place0']}"]
    if cast.is_verse:
        options = [f"the {kind} and the {obj}", f"song of the {kind} and the {obj}", f"a {obj} for a {kind}", f"the {kind} with the {obj}"]
    return random.choice(options)


def draw_tale(cast, arc):
    paragraphs, current = [], []
    for step in ARCS[arc]:
        if step == "/":
            paragraphs.append(current)
            current = []
            continue
        if step.endswith("?"):
            while step == "nature?" and cast.is_short_of_words():
                current.append(cast.fill(cast.choose("extra")[0]))
            if step == "nature?" and cast.random.random() < 0.45:
                current.append(cast.fill(cast.choose("extra")[0]))
                continue
            if cast.random.random() < 0.5:
                continue
        current.append(cast.fill(cast.choose(step.rstrip("?"))[0]))
    paragraphs.append(current)
    return "\n".join(" ".join(sentences) for sentences in paragraphs if sentences)


def draw_verse(cast, plan):
    stanzas = []
    for step in VERSES[plan]:
        count = 2 if cast.random.random() < 0.3 and step not in ("open", "close") else 1
        stanzas += [cast.fill(item) for item in cast.choose("verse." + step, count)]
    lines = [line.strip() for stanza in stanzas for line in stanza.split(" / ")]
    return "\n".join(lines)


def draw(random, mix=EARLY):
    """(genre, title tokens, body tokens, {role: word}, wanted roles) of one text. random: random.Random."""
    while True:
        is_verse = random.random() < mix.verses
        cast = Cast(random, is_verse, mix)
        if is_verse:
            body = draw_verse(cast, random.choice(sorted(VERSES)))
        else:
            body = draw_tale(cast, random.choice(sorted(ARCS)))
        if "kind" in cast.used and "obj" in cast.used:
            return ("verse" if is_verse else "tale"), tokens_of(title_of(cast)), tokens_of(body), cast.used, cast.wanted


MAIN = ("kind", "obj", "name", "place0")


def prompt_of(random, used, wanted=(), mix=EARLY, most=8):
    """The words of a prompt that this text would answer: some of its words in any order, the wanted ones among them, but the hero
    before any other being and the main thing before a second one."""
    count = random.choices(range(most), weights=(5, 14, 24, 28, 16, 8, 3, 2))[0]
    roles = [role for role in used if role in MAIN or random.random() < mix.asked]
    roles.sort(key=lambda role: random.random() * (0.45 if role in MAIN else 1))
    asked = [*wanted, "kind", "obj"] if wanted and random.random() < 0.7 else wanted
    chosen = [role for role in asked if role in used] + roles[: max(0, count - len(asked))]
    if any(role in chosen for role in ("helper", "villain", "other")) and "kind" not in chosen:
        chosen[0] = "kind"
    if "gift" in chosen and "obj" not in chosen:
        chosen.append("obj")
    words = list(dict.fromkeys(used[role] for role in dict.fromkeys(chosen)))
    random.shuffle(words)
    beings = [used[role] for role in ("helper", "villain", "other") if used.get(role) in words]
    first(words, used["kind"], beings)
    first(words, used["obj"], [used["gift"]] if used.get("gift") in words else [])
    return words


def first(words, leader, followers):
    """Swaps leader to the place of the earliest follower, if one stands before it."""
    if leader not in words or not followers:
        return
    earliest = min(words.index(follower) for follower in followers)
    place = words.index(leader)
    if earliest < place:
        words[earliest], words[place] = words[place], words[earliest]
