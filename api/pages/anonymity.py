"""Where instructors hide the names of an assignment's students from whoever grades, or show them again."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.anonymity import service
from api.assignments.place import PlaceDep
from api.deps import CallerDep, DatabaseDep
from api.pages.forms import FieldsDep

router = APIRouter(prefix="/courses/{course}/{assignment}/anonymous")


@router.post("")
def switch(place: PlaceDep, fields: FieldsDep, caller: CallerDep, database: DatabaseDep) -> Response:
    """Grade without names from now on, or with them, and go back to what waits."""
    with database.writing() as session:
        seat = place.as_instructor(session, caller)
        service.switch(session, seat, place.assignment, anonymous=fields.text("anonymous") == "yes")
    return RedirectResponse(f"/courses/{place.course}/{place.assignment}/waiting", 303)
