"""Counters and histograms, as plain numbers."""

from __future__ import annotations

from classroom.observing.instruments import CounterBy, Histogram


def test_a_histogram_tells_how_many_were_not_above_each_bound() -> None:
    histogram = Histogram((0.01, 0.1))
    for seconds in (0.005, 0.01, 0.05, 7.0):
        histogram.observe(seconds)
    assert histogram.buckets == [("0.01", 2), ("0.1", 3), ("+Inf", 4)]
    assert histogram.count == 4
    assert histogram.total == 0.005 + 0.01 + 0.05 + 7.0


def test_each_set_of_labels_is_counted_for_itself() -> None:
    counter = CounterBy()
    counter.add("student.phone", "200")
    counter.add("student.phone", "404")
    counter.add("student.phone", "200")
    assert counter.values == {("student.phone", "200"): 2, ("student.phone", "404"): 1}
