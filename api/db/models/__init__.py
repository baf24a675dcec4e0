"""The tables, one noun a file."""

from api.db.models.annotation import Annotation
from api.db.models.api_token import ApiToken
from api.db.models.assignment import Assignment, Counts
from api.db.models.assignment_problem import AssignmentProblem
from api.db.models.attempted import Attempted, AttemptState
from api.db.models.audit_entry import AuditEntry
from api.db.models.browser_session import BrowserSession
from api.db.models.bundle_version import BundleVersion
from api.db.models.check_result import CheckResult
from api.db.models.course import Course
from api.db.models.decision import Decision
from api.db.models.event import Event, EventKind
from api.db.models.excusal import Excusal
from api.db.models.extension import Extension
from api.db.models.grading import ATTEMPTS, Grading, GradingState
from api.db.models.identity import Identity
from api.db.models.kit import Kit
from api.db.models.member import Member, Role
from api.db.models.override import Override
from api.db.models.password_link import PasswordLink
from api.db.models.problem import Problem
from api.db.models.proof import Proof
from api.db.models.regrade import Regrade, RegradeState, Which
from api.db.models.regrade_request import RegradeRequest, RequestState
from api.db.models.regrading import Regrading
from api.db.models.remark import Remark
from api.db.models.reveal import Reveal
from api.db.models.saved_comment import SavedComment
from api.db.models.sign_in_begun import SignInBegun
from api.db.models.similar_pair import SimilarPair
from api.db.models.similarity_review import SimilarityReview, Suspicion
from api.db.models.similarity_run import SimilarityRun
from api.db.models.submission import Submission
from api.db.models.user import User
from api.db.models.worker import Worker

__all__ = [
    "ATTEMPTS",
    "Annotation",
    "ApiToken",
    "Assignment",
    "AssignmentProblem",
    "AttemptState",
    "Attempted",
    "AuditEntry",
    "BrowserSession",
    "BundleVersion",
    "CheckResult",
    "Counts",
    "Course",
    "Decision",
    "Event",
    "EventKind",
    "Excusal",
    "Extension",
    "Grading",
    "GradingState",
    "Identity",
    "Kit",
    "Member",
    "Override",
    "PasswordLink",
    "Problem",
    "Proof",
    "Regrade",
    "RegradeRequest",
    "RegradeState",
    "Regrading",
    "Remark",
    "RequestState",
    "Reveal",
    "Role",
    "SavedComment",
    "SignInBegun",
    "SimilarPair",
    "SimilarityReview",
    "SimilarityRun",
    "Submission",
    "Suspicion",
    "User",
    "Which",
    "Worker",
]
