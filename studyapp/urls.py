"""Every address of the site."""

from django.conf import settings
from django.urls import path

from studyapp.views import (
    accounts,
    cram,
    errors,
    exams,
    glossary,
    guests,
    lessons,
    owndata,
    pages,
    plan,
    practice,
    progress,
    recovery,
    reports,
    reviews,
    search,
    studysettings,
)

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("", pages.today, name="today"),
    path("lessons/", lessons.course_map, name="lessons"),
    path("lessons/<slug:slug>/", lessons.lesson, name="lesson"),
    path("lessons/<slug:slug>/section/", lessons.remember_section, name="lesson-section"),
    path("lessons/<slug:slug>/finish/", lessons.finish, name="lesson-finish"),
    path("lessons/<slug:slug>/checks/<slug:question>/", lessons.check, name="lesson-check"),
    path("lessons/<slug:slug>/checks/<slug:question>/queue/", lessons.queue_check, name="lesson-check-queue"),
    path("lessons/<slug:slug>/before/", practice.precheck, name="lesson-precheck"),
    path("practice/", practice.build, name="practice"),
    path("practice/drill/", practice.drill, name="practice-drill"),
    path("practice/<int:pk>/", practice.quiz, name="quiz"),
    path("practice/<int:pk>/<int:position>/answer/", practice.answer, name="quiz-answer"),
    path("practice/<int:pk>/finish/", practice.finish, name="quiz-finish"),
    path("practice/<int:pk>/queue/", practice.queue_misses, name="quiz-queue"),
    path("review/", reviews.review, name="review"),
    path("review/<int:pk>/<int:number>/card/", reviews.grade_card, name="review-card"),
    path("review/<int:pk>/<int:number>/question/", reviews.grade_question, name="review-question"),
    path("review/undo/", reviews.undo, name="review-undo"),
    path("review/aside/", reviews.aside_list, name="review-aside"),
    path("review/cram/", cram.cram, name="cram"),
    path("review/<int:pk>/bury/", reviews.bury, name="review-bury"),
    path("review/<int:pk>/suspend/", reviews.suspend, name="review-suspend"),
    path("review/<int:pk>/back/", reviews.bring_back, name="review-back"),
    path("plan/", plan.plan, name="plan"),
    path("exams/", exams.exam_list, name="exams"),
    path("exams/format/", exams.exam_format, name="exam-format"),
    path("exams/<slug:slug>/", exams.exam, name="exam"),
    path("attempts/<int:pk>/", exams.sitting, name="attempt"),
    path("attempts/<int:pk>/<int:position>/save/", exams.save, name="attempt-save"),
    path("attempts/<int:pk>/submit/", exams.submit, name="attempt-submit"),
    path("attempts/<int:pk>/report/", exams.report, name="report"),
    path("attempts/<int:pk>/report/queue/", exams.queue_misses, name="report-queue"),
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.new, name="report-new"),
    path("reports/seen/", reports.seen, name="reports-seen"),
    path("reports/all/", reports.desk, name="reports-all"),
    path("reports/all/<int:pk>/", reports.case, name="report-case"),
    path("reports/all/<int:pk>/close/", reports.close, name="report-close"),
    path("progress/", progress.progress, name="progress"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("search/", search.search, name="search"),
    path("account/", accounts.account, name="account"),
    path("account/sign-up/", accounts.sign_up, name="sign-up"),
    path("account/sign-in/", accounts.sign_in, name="sign-in"),
    path("account/sign-out/", accounts.sign_out, name="sign-out"),
    path("account/settings/", studysettings.settings, name="study-settings"),
    path("account/settings/fit/", studysettings.fit, name="fit"),
    path("account/settings/defaults/", studysettings.use_defaults, name="fit-defaults"),
    path("account/password/", accounts.password, name="password"),
    path("account/codes/", recovery.codes, name="recovery-codes"),
    path("account/recover/", recovery.recover, name="recover"),
    path("account/reset/<slug:uid>/<slug:token>/", recovery.reset, name="reset"),
    path("account/data/", owndata.data, name="own-data"),
    path("account/delete/", owndata.delete, name="delete-everything"),
    path("account/guest/", guests.keep_going, name="keep-going"),
    path("account/time-zone/", accounts.time_zone, name="time-zone"),
    path("healthz", pages.health, name="health"),
]

if settings.DEBUG:
    urlpatterns.append(path("style/", pages.style, name="style"))
