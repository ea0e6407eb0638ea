import pytest


@pytest.mark.covers("E36")
def test_planted():
    assert True
