"""Addresses of calls for comments (パブリックコメント), for staff."""

from django.urls import path

from deliberation.urls.places import COMMENTS
from deliberation.views import comment_results, comments, submissions, summaries

COMMENT = f"{COMMENTS}<int:comment>/"
SUBMISSIONS = f"{COMMENT}submissions/"
SUMMARIES = f"{COMMENT}summaries/"

urlpatterns = [
    path(COMMENTS, comments.comments, name="comments"),
    path(f"{COMMENTS}new/", comments.comment_add, name="comment_add"),
    path(COMMENT, comments.comment, name="comment"),
    path(f"{COMMENT}edit/", comments.comment_edit, name="comment_edit"),
    path(f"{COMMENT}announce/", comments.comment_announce, name="comment_announce"),
    path(f"{COMMENT}purge/", comments.comment_purge, name="comment_purge"),
    path(SUBMISSIONS, submissions.comment_submissions, name="comment_submissions"),
    path(f"{SUBMISSIONS}new/", submissions.submission_add, name="submission_add"),
    path(f"{SUBMISSIONS}<int:submission>/", submissions.submission, name="submission"),
    path(f"{COMMENT}parts/<int:part>/split/", submissions.submission_split, name="submission_split"),
    path(f"{COMMENT}parts/<int:part>/unite/", submissions.submission_unite, name="submission_unite"),
    path(SUMMARIES, summaries.comment_summaries, name="comment_summaries"),
    path(f"{COMMENT}answers/", summaries.comment_answers, name="comment_answers"),
    path(f"{SUMMARIES}<int:summary>/", summaries.comment_summary, name="comment_summary"),
    path(f"{SUMMARIES}<int:summary>/release/", summaries.summary_release, name="summary_release"),
    path(f"{SUMMARIES}<int:summary>/dissolve/", summaries.summary_dissolve, name="summary_dissolve"),
    path(f"{COMMENT}result/", comment_results.comment_result, name="comment_result"),
    path(f"{COMMENT}result/publish/", comment_results.comment_publish, name="comment_publish"),
    path(
        f"{COMMENT}result/result.<str:ending>",
        comment_results.comment_result_file,
        name="comment_result_file",
    ),
]
