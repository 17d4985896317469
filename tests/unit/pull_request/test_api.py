"""The API client: errors and pagination."""

import pytest
from support.fake_host import fake_host

from noticeboard.model.problems import NoticeboardError
from noticeboard.pull_request.api import Api, ApiError


def test_unreachable_api_raises() -> None:
    with fake_host({}) as host:
        base = host.base
    with pytest.raises(ApiError, match="连不上"):
        Api(base, {}).call("GET", "x")
    with pytest.raises(NoticeboardError, match="写法不对"):
        Api("file:///etc", {})


def test_pagination_stays_on_the_host() -> None:
    with fake_host({"GET a?per_page=100": [[1], [2]]}) as host:
        api = Api(host.base, {})
        assert list(api.paginate("a?per_page=100")) == [1, 2]
        host.base = "http://elsewhere.example/"
        assert list(api.paginate("a?per_page=100")) == [1]
