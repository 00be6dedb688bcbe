"""The gallery's addresses; everything else of this app is used by others."""

from django.urls import path

from dueregard.web.ui import views

urlpatterns = [
    path("ui/gallery/", views.gallery, name="ui-gallery"),
    path("ui/gallery/<slug:part>/", views.gallery, name="ui-gallery-part"),
]
