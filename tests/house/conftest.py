from tests.house.doors.staging import counted, scene, walker

__all__ = ["counted", "scene", "walker"]
