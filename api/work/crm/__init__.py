"""CRM data that comes in: files of any dialect into what their records say."""
