"""Where reads go when there is a replica."""

import pytest
from django.db import transaction

from agencies.models import Agency
from qualitymonth.routers import ReplicaRouter

router = ReplicaRouter()


@pytest.mark.django_db(transaction=True)
def test_reads_go_to_the_replica_unless_a_transaction_must_see_its_own_writes():
    assert router.db_for_read(Agency) == "replica"
    with transaction.atomic():
        assert router.db_for_read(Agency) == "default"
    assert router.db_for_read(Agency) == "replica"


def test_writes_and_migrations_go_to_the_one_database_that_takes_them():
    assert router.db_for_write(Agency) == "default"
    assert router.allow_migrate("default", "agencies") is True
    assert router.allow_migrate("replica", "agencies") is False
    assert router.allow_relation(Agency(), Agency()) is True
