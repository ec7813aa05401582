"""How far a job has come stands in a small file, so that telling it makes no kept answer old."""

from django.db import migrations


class Migration(migrations.Migration):
    """Drop the columns."""

    dependencies = [("web", "0001_jobs_and_messages")]

    operations = [
        migrations.RemoveField("job", "done"),
        migrations.RemoveField("job", "total"),
        migrations.RemoveField("job", "doing"),
    ]
