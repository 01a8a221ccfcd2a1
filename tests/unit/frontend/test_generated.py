"""Random valid files read without an error, random damage never raises, and the random files cover the vocabulary."""

import random
import re

import generator
from designgen.frontend.requirements import read_requirements
from designgen.model.source import Source

NOISE = "{}[]:,'\"&*!|>%@`-?#().+=<>/ \n\tAz09é\x00\u202e\ud800"


def test_150_generated_files_read_without_an_error() -> None:
    for seed in range(150):
        reading = read_requirements(Source(name=f"{seed}.yaml", text=generator.generate(seed)))
        assert reading.requirements is not None, (seed, [one.message for one in reading.errors])


def test_a_seed_always_gives_the_same_file() -> None:
    assert [generator.generate(seed) for seed in range(5)] == [generator.generate(seed) for seed in range(5)]


def test_each_type_verb_protocol_and_tenancy_is_in_two_of_a_hundred_files() -> None:
    table = generator.coverage([generator.generate(seed) for seed in range(150)])
    shares = {name: float(share) for share, name in re.findall(r"([0-9.]+) % (.+)", table)}
    assert len(shares) > 70
    assert {name: share for name, share in shares.items() if share < 2} == {}


def test_damaged_files_never_raise() -> None:
    for seed in range(300):
        rng = random.Random(seed)
        text = list(generator.generate(seed % 40))
        for _ in range(rng.randint(1, 12)):
            at = rng.randrange(len(text))
            text[at : at + rng.randint(0, 3)] = rng.choice(NOISE) * rng.randint(0, 2)
        reading = read_requirements(Source(name="r.yaml", text="".join(text)))
        assert reading.requirements is not None or reading.errors
        assert all(one.span is None or one.span.line >= 1 for one in reading.diagnostics)


def test_swapped_lines_and_words_never_raise() -> None:
    for seed in range(150):
        rng = random.Random(seed)
        words = re.split(r"(\W+)", generator.generate(seed % 40))
        for _ in range(4):
            a, b = rng.randrange(len(words)), rng.randrange(len(words))
            words[a], words[b] = words[b], words[a]
        reading = read_requirements(Source(name="r.yaml", text="".join(words)))
        assert reading.requirements is not None or reading.errors


def test_order_of_unordered_parts_changes_nothing() -> None:
    domain = "domain: {s: {Order: {fields: {c: text}}}}\n"
    one = "project: {name: shop, purpose: Sell., currency: EUR}\nquality: {load: {avg: 1/s, peak: 5/s}}\n" + domain
    two = domain + "quality: {load: {peak: 5/s, avg: 1/s}}\nproject: {currency: EUR, purpose: Sell., name: shop}\n"
    read = [read_requirements(Source(name="r.yaml", text=text)).requirements for text in (one, two)]
    assert read[0] == read[1]
    assert read[0] is not None
