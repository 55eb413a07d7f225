"""Property tests look for wrong answers, not for slow ones: a busy machine must not fail them."""

from hypothesis import settings

settings.register_profile("classroom", deadline=None, max_examples=60)
settings.load_profile("classroom")
