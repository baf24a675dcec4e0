"""What stands within the walls; beside `graders.inside`, the only code of ours that a box can hold."""
